import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { standIns } from "../../src/composition/stand-ins.js";

const secret = "s".repeat(32);
const real = {
  ...{ API_KEYS: `shop:${secret}:send`, AWS_REGION: "ap-south-1", SMS_GATEWAY: "sns" },
  ...{ KAFKA_BROKERS: "kafka:9092", REDIS_URL: "redis://redis:6379", DATABASE_URL: "postgres://db/sms" },
};

test.each<[string, NodeJS.ProcessEnv, string[]]>([
  [
    "nothing is set",
    {},
    [
      "The journal is in memory: after a restart a text may be sent twice; set REDIS_URL",
      "Events are on the embedded bus: they end with the process; set KAFKA_BROKERS",
      "The message log is in memory: it knows what this process read since it started; set DATABASE_URL",
      "Texts go to simulated phones and reach nobody; set SMS_GATEWAY=sns",
      "SMS_HASH_KEY and OTP_SECRET are random, made anew at each start; set both",
    ],
  ],
  [
    "one secret is missing",
    { ...real, REDIS_URL: "", OTP_SECRET: secret },
    [
      "The journal is in memory: after a restart a text may be sent twice; set REDIS_URL",
      "SMS_HASH_KEY is random, made anew at each start; set it",
    ],
  ],
  ["everything is real", { ...real, OTP_SECRET: secret, SMS_HASH_KEY: secret }, []],
])("%s", (_, environment, sentences) => expect(standIns(readConfig(environment))).toEqual(sentences));
