import type { Config } from "../adapters/environment/config.js";

/** Sentences on the stand-ins that have nothing to open, each with the setting that replaces it. */
export const standIns = ({ OTP_SECRET, SMS_GATEWAY, SMS_HASH_KEY }: Config): readonly string[] => {
  const random = [
    ...(SMS_HASH_KEY === undefined ? ["SMS_HASH_KEY"] : []),
    ...(OTP_SECRET === undefined ? ["OTP_SECRET"] : []),
  ];
  return [
    ...(SMS_GATEWAY === "simulator" ? ["Texts go to simulated phones and reach nobody; set SMS_GATEWAY=sns"] : []),
    ...(random.length === 0
      ? []
      : [
          `${random.join(" and ")} ${random.length === 1 ? "is" : "are"} random, made anew at each start; set ${random.length === 1 ? "it" : "both"}`,
        ]),
  ];
};
