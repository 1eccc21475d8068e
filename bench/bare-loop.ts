import { Agent } from "node:http";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { createClient } from "redis";
import type { Order } from "./contender.js";
import { plainNumber, stampedNumber } from "./numbers.js";
import { confirmationText } from "./texts.js";

/**
 * One client-sns Publish with all the sockets it wants and two pipelined Redis calls a message, and nothing else; a careful
 * one also asks Redis what a worker written by hand would: if the text was sent before, if its number opted out, and how
 * many it got today.
 */
const [endpoint = "", redisUrl = "", care = ""] = process.argv.slice(2);
const isCareful = care === "careful";

const sns = new SNSClient({
  endpoint,
  region: "ap-south-1",
  credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" },
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: Infinity }) }),
});
const redis = createClient({ url: redisUrl });
await redis.connect();
const attributes = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };

const dayMs = 86_400_000;
const mostADay = 1_000_000;

/** In one turn, so that it costs one round trip. */
const mayGo = async (key: string, to: string): Promise<boolean> => {
  const count = `${key.slice(0, 5)}count:${to}:${new Date().toISOString().slice(0, 10)}`;
  const [isNew, hasOptedOut, sentToday] = await Promise.all([
    redis.set(`${key}:seen`, "1", { condition: "NX", expiration: { type: "PX", value: 7 * dayMs } }),
    redis.sIsMember("bare:opted-out", to),
    redis.incr(count),
    redis.pExpire(count, dayMs, "NX"),
  ]);
  return isNew !== null && hasOptedOut === 0 && sentToday <= mostADay;
};

let made = 0;
const send = async (to: string): Promise<void> => {
  const key = `bare:${process.pid}:${made++}`;
  if (isCareful && !(await mayGo(key, to))) return;
  await redis.set(key, "sending", { PX: 604_800_000 });
  const { MessageId: id = "" } = await sns.send(
    new PublishCommand({ PhoneNumber: to, Message: confirmationText(made), MessageAttributes: attributes }),
  );
  await redis.set(key, id, { PX: 604_800_000 });
};

const flood = async (count: number, inFlight: number): Promise<void> => {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await send(plainNumber(made));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
};

const pace = (perSecond: number, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setInterval(() => void send(stampedNumber(Date.now())), 1_000 / perSecond);
    setTimeout(() => {
      clearInterval(timer);
      resolve();
    }, ms);
  });

process.on("message", async (order: Order) => {
  await (order.kind === "flood" ? flood(order.count, order.inFlight) : pace(order.perSecond, order.ms));
  process.send!("done");
});
process.on("disconnect", () => process.exit());
process.send!("ready");
