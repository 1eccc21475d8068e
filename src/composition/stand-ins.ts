import type { Config } from "../adapters/environment/config.js";

/** Sentences on what stands in for a real part, each with the setting that replaces it. */
export const standIns = (config: Config): readonly string[] => {
  const random = (["SMS_HASH_KEY", "OTP_SECRET"] as const).filter((name) => config[name] === undefined);
  const [are, them] = random.length === 1 ? ["is", "it"] : ["are", "both"];
  return [
    ...(config.REDIS_URL === undefined
      ? ["The journal is in memory: after a restart a text may be sent twice; set REDIS_URL"]
      : []),
    ...(config.KAFKA_BROKERS === undefined
      ? ["Events are on the embedded bus: they end with the process; set KAFKA_BROKERS"]
      : []),
    ...(config.DATABASE_URL === undefined
      ? ["The message log is in memory: it knows what this process read since it started; set DATABASE_URL"]
      : []),
    ...(config.SMS_GATEWAY === "simulator"
      ? ["Texts go to simulated phones and reach nobody; set SMS_GATEWAY=sns"]
      : []),
    ...(random.length === 0 ? [] : [`${random.join(" and ")} ${are} random, made anew at each start; set ${them}`]),
  ];
};
