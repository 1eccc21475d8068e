import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import kafkajs from "kafkajs";
import { patchKafkajs } from "../src/adapters/kafka/library/kafkajs-patches.js";
import { confirmationText } from "./texts.js";

/** What most people write first: kafkajs' eachMessage, which sends and returns, four partitions at a time. */
const [endpoint = "", brokers = "", topic = ""] = process.argv.slice(2);

// Its 1 ms timers would be unfair to measure.
patchKafkajs();
const sns = new SNSClient({
  endpoint,
  region: "ap-south-1",
  credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" },
});
const attributes = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };
const kafka = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `${topic}.group` });
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
let sent = 0;
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachMessage: async ({ message }) => {
    const { to } = JSON.parse(String(message.value)) as { to: string };
    await sns.send(
      new PublishCommand({ PhoneNumber: to, Message: confirmationText(sent++), MessageAttributes: attributes }),
    );
  },
});
process.on("disconnect", () => process.exit());
process.send!("ready");
