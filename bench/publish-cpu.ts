import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SnsSmsGateway } from "../src/adapters/sns/sms-gateway.js";
import type { PhoneNumber } from "../src/domain/phone/phone-number.js";
import { leavesAtOnce } from "../test/support/leaves-at-once.js";

/** Processor time of one Publish, 64 in flight: this gateway beside client-sns as it comes, in turns in the same run. */
const inFlight = 64;
const rounds = 5;
const perRound = 4_000;

const server = fork(new URL("./canned-sns.ts", import.meta.url), ["20"], {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
  execArgv: process.execArgv,
});
const [port] = (await once(server.stdout!, "data")) as [Buffer];
const common = {
  endpoint: `http://127.0.0.1:${String(port).trim()}`,
  region: "ap-south-1",
  credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" },
};
const message = {
  to: "+919876543210" as PhoneNumber,
  text: "Pizza Palace: order ORD-2024-001 is confirmed. It arrives in 30-40 minutes. Track: https://yourapp.com/track/abc123",
};

const gateway = new SnsSmsGateway({ ...common, maxSockets: inFlight });
const client = new SNSClient({
  ...common,
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: inFlight }) }),
});
const transactional = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };

const contenders: Record<string, () => Promise<unknown>> = {
  "this gateway": () =>
    gateway.publish(
      {
        ...message,
        class: "transactional",
        senderId: undefined,
        originationNumber: undefined,
        entityId: undefined,
        templateId: undefined,
      },
      new AbortController().signal,
      leavesAtOnce,
    ),
  "bare client-sns": () =>
    client.send(
      new PublishCommand({ PhoneNumber: message.to, Message: message.text, MessageAttributes: transactional }),
    ),
};

/** Milliseconds of processor time of each of `calls` calls. */
const cpuMs = async (publish: () => Promise<unknown>, calls: number): Promise<number> => {
  let left = calls;
  const before = process.cpuUsage();
  const worker = async () => {
    while (left-- > 0) await publish();
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / calls;
};

const best = new Map<string, number>();
for (let round = 0; round <= rounds; round++)
  for (const [name, publish] of Object.entries(contenders)) {
    const measured = await cpuMs(publish, perRound);
    // The first round is for the compiler. The least is what the work costs; the rest is the neighbours' noise.
    if (round > 0) best.set(name, Math.min(measured, best.get(name) ?? Number.POSITIVE_INFINITY));
  }
const bare = best.get("bare client-sns")!;
console.log(`CPU per Publish, ${inFlight} in flight, best of ${rounds} rounds of ${perRound}, Node ${process.version}`);
for (const [name, ms] of best)
  console.log(`  ${name.padEnd(16)} ${ms.toFixed(3)} ms   ${(ms / bare).toFixed(2)} x bare`);

await gateway.close();
client.destroy();
server.disconnect();
