import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { startServiceProcess } from "../test/support/service-process.js";
import type { Contender, Order, Running } from "./contender.js";
import { plainNumber, stampedNumber } from "./numbers.js";
import { record, type Stage } from "./stage.js";
import { confirmationEvent } from "./texts.js";

/** One-time codes' own slots: so many more are needed for other texts to be in flight in the number that is asked for. */
const slotsOfCodes = 8;

let runs = 0;

/** Sends one event after the other, at a pace that does not wait for the answers. */
export const paceEvents = (
  { producer }: Stage,
  topic: string,
  perSecond: number,
  ms: number,
  value: (to: string) => string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const type = topic.slice(topic.indexOf(".") + 1);
    const timer = setInterval(() => {
      const messages = [record(type, value(stampedNumber(Date.now())))];
      producer.send({ topic, messages }).catch(reject);
    }, 1_000 / perSecond);
    setTimeout(() => {
      clearInterval(timer);
      resolve();
    }, ms);
  });

/** The environment of one service on the stage: texts of its own topics, everything else as it comes. */
export const serviceEnvironment = (stage: Stage, prefix: string, inFlight: number): Record<string, string> => ({
  KAFKA_BROKERS: stage.brokers,
  KAFKA_TOPIC_PREFIX: prefix,
  KAFKA_GROUP_ID: prefix,
  REDIS_URL: stage.redisUrl,
  SMS_HASH_KEY: "h".repeat(48),
  OTP_SECRET: "o".repeat(48),
  AWS_ENDPOINT_URL_SNS: stage.gateway.url,
  SMS_MAX_IN_FLIGHT: String(inFlight + slotsOfCodes),
  LOG_LEVEL: "info",
});

export const newPrefix = (): string => `bench-${process.pid}-${runs++}.`;

/** Node's flags, as `npm start` gives them to the build that lies there. */
export const startFlags = (directory: string): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8")) as { scripts: { start: string } };
  return /exec node ((?:--\S+ )*)dist/
    .exec(scripts.start)![1]!
    .split(" ")
    .filter((flag) => flag !== "");
};

/** This service as production runs it, at its default log level; `directory`: where its build lies; `settings`: of its own. */
export const thisService = (
  stage: Stage,
  name = "this service",
  directory = ".",
  settings: Readonly<Record<string, string>> = {},
): Contender => ({
  name,
  start: async (count, inFlight): Promise<Running> => {
    const prefix = newPrefix();
    const topic = `${prefix}sms.requested`;
    await stage.admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 6 }] });
    await stage.fill(topic, count, (n) => confirmationEvent(plainNumber(n), n));
    const environment = { ...serviceEnvironment(stage, prefix, inFlight), ...settings };
    const service = startServiceProcess(environment, [...startFlags(directory), `${directory}/dist/main.js`]);
    await service.ready;
    return {
      pid: service.pid,
      pace: (perSecond, ms) => paceEvents(stage, topic, perSecond, ms, (to) => confirmationEvent(to, Date.now())),
      stop: async () => {
        service.signal("SIGKILL");
        await service.ended;
      },
    };
  },
});

const program = async (file: string, args: readonly string[]) => {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: process.execArgv,
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  await once(child, "message");
  return {
    pid: child.pid!,
    told: async (order: Order): Promise<void> => {
      const done = once(child, "message");
      child.send(order);
      await done;
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
};

export const bareLoop = ({ gateway, redisUrl }: Stage, care: "bare" | "careful" = "bare"): Contender => ({
  name: `${care} loop`,
  start: async (count, inFlight): Promise<Running> => {
    const { pid, told, stop } = await program("./bare-loop.ts", [gateway.url, redisUrl, care]);
    const flooded = told({ kind: "flood", count, inFlight });
    const pace = async (perSecond: number, ms: number): Promise<void> => {
      await flooded;
      await told({ kind: "pace", perSecond, ms });
    };
    return { pid, pace, stop };
  },
});

export const plainConsumer = (stage: Stage): Contender => ({
  name: "plain eachMessage",
  start: async (count): Promise<Running> => {
    const topic = `${newPrefix()}plain`;
    await stage.admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 4 }] });
    await stage.fill(topic, count, (n) => confirmationEvent(plainNumber(n), n));
    const { pid, stop } = await program("./plain-consumer.ts", [stage.gateway.url, stage.brokers, topic]);
    const pace = (perSecond: number, ms: number) =>
      paceEvents(stage, topic, perSecond, ms, (to) => confirmationEvent(to, Date.now()));
    return { pid, pace, stop };
  },
});
