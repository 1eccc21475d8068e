import type { Deployment } from "./deployment.js";
import type { Finding } from "./examination.js";

const ok = (evidence: string): Finding => ({ verdict: "ok", evidence });
const warn = (evidence: string, fix: string): Finding => ({ verdict: "warn", evidence, fix });
const fail = (evidence: string, fix: string): Finding => ({ verdict: "fail", evidence, fix });

/** Some end with their full stop. */
const prose = (sentences: readonly string[]): string => sentences.map((one) => one.replace(/\.$/u, "")).join(". ");

const goesTo = ({ allowedCountries }: Deployment, country: string): boolean =>
  allowedCountries === "all" || allowedCountries.includes(country);

export const ready = ({ troubles }: Deployment): Finding =>
  troubles.length === 0
    ? ok("The service is ready")
    : fail(prose(troubles), "docs/operations.md, Not ready: what each reason means and what to do");

export const started = ({ warnings }: Deployment): Finding =>
  warnings.length === 0 ? ok("The start found nothing weak") : warn(prose(warnings), "Each sentence names its cure");

export const clocks = ({ wrongClocks }: Deployment): Finding =>
  wrongClocks.length === 0
    ? ok("No clock is seen to be off by more than 2 s")
    : warn(wrongClocks.join(" "), "Keep the clocks of all machines by NTP: chronyc tracking");

export const gateway = ({ gateway: kind, region }: Deployment): Finding =>
  kind === "sns"
    ? ok(`Texts go out through Amazon SNS in ${region ?? "an unknown region"}`)
    : warn("Texts stay on this machine: the gateway is the simulator", "SMS_GATEWAY=sns and AWS_REGION");

export const events = ({ hasKafka }: Deployment): Finding =>
  hasKafka
    ? ok("Events come from Kafka")
    : warn("Events are on the embedded bus and end with the process", "KAFKA_BROKERS");

export const journal = ({ hasRedis }: Deployment): Finding =>
  hasRedis
    ? ok("The journal is in Redis")
    : warn("The journal is in memory: after a restart a text may be sent twice", "REDIS_URL");

export const messageLog = ({ hasDatabase, logAnswers, logLagSeconds }: Deployment): Finding => {
  if (!hasDatabase) return warn("The message log is the last 50,000 messages of this process", "DATABASE_URL");
  if (!logAnswers)
    return warn(
      "PostgreSQL does not answer: nobody can search; texts go on, and their rows follow",
      "Start it, or mend DATABASE_URL; docs/operations.md, The message log",
    );
  return logLagSeconds > 60
    ? warn(`The message log is ${Math.round(logLagSeconds)} s behind`, "docs/operations.md, The message log")
    : ok("The message log is in PostgreSQL and up to date");
};

export const keys = ({ apiKeys }: Deployment): Finding =>
  apiKeys === undefined
    ? warn("There are no API keys: the service listens on loopback only", "API_KEYS=name:secret:send+read")
    : ok(`${apiKeys} API ${apiKeys === 1 ? "key opens" : "keys open"} the doors`);

export const secrets = ({ hasHashKey, hasOtpSecret }: Deployment): Finding => {
  const missing = [...(hasHashKey ? [] : ["SMS_HASH_KEY"]), ...(hasOtpSecret ? [] : ["OTP_SECRET"])];
  return missing.length === 0
    ? ok("Both secrets are set")
    : warn(
        `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} made anew at each start`,
        `${missing.join("=…, ")}=…: openssl rand -base64 48`,
      );
};

export const senders = (deployment: Deployment): Finding => {
  const { demanding, entityId, originationNumber, senderId } = deployment;
  if (demanding.number.length > 0 && originationNumber === undefined)
    return fail(
      `Texts may go to ${demanding.number.join(", ")}, and there is no dedicated number`,
      "SMS_ORIGINATION_NUMBER",
    );
  if (demanding.sender.length > 0 && senderId === undefined)
    return warn(
      `Texts to ${demanding.sender.join(", ")} are refused where their template names no sender ID`,
      "SMS_SENDER_ID",
    );
  if (goesTo(deployment, "IN") && (entityId === undefined || senderId === undefined))
    return warn(
      "Texts to India take the international route, which costs several times as much: there is no DLT entity with a sender ID",
      "SMS_ENTITY_ID and SMS_SENDER_ID, with a registration in each template (docs/countries.md)",
    );
  return ok(senderId === undefined ? "No country that is allowed needs a sender ID" : `Texts come from ${senderId}`);
};

export const countries = ({ allowedCountries }: Deployment): Finding =>
  allowedCountries === "all"
    ? warn("Texts may go to every country: whoever pumps codes chooses the dearest", "SMS_ALLOWED_COUNTRIES=IN,AE")
    : ok(`Texts may go to ${allowedCountries.join(", ")}`);

export const prices = ({ hasOwnPrices, priceDrifts = [], unpricedCountries }: Deployment): Finding => {
  if (priceDrifts.length > 0) {
    const entries = priceDrifts.map(
      ({ class: of, country, ratio, texts }) =>
        `${country} ${of} costs ${ratio.toFixed(3)} times as much (${texts} texts)`,
    );
    return warn(
      `Receipts of the last seven days contradict the price book: ${entries.join(", ")}`,
      `In SMS_PRICE_BOOK: ${priceDrifts.map(({ correction }) => correction).join(", ")}`,
    );
  }
  if (!hasOwnPrices)
    return warn(
      "Prices are the shipped sample: estimates and budgets are guesses",
      "SMS_PRICE_BOOK (docs/countries.md, Prices)",
    );
  return unpricedCountries.length === 0
    ? ok("Every allowed country has a price")
    : warn(`There is no price for ${unpricedCountries.join(", ")}`, "Add them to SMS_PRICE_BOOK");
};

export const templates = ({ templateFaults, templates: count }: Deployment): Finding =>
  templateFaults === 0
    ? ok(`${count} templates, nothing is wrong with them`)
    : warn(`${templateFaults} things are wrong with ${count} templates`, "sms templates lint");

export const rates = ({ rates: { promotional, transactional } }: Deployment): Finding =>
  transactional === undefined && promotional === undefined
    ? ok("No rate is set: the simulator takes everything")
    : ok(
        `${transactional ?? "any number of"} transactional and ${promotional ?? "any number of"} promotional parts a second go out`,
      );

export const codes = ({ otpPurposes }: Deployment): Finding =>
  ok(`One-time codes for ${otpPurposes.join(", ")}; try one with: sms otp send NUMBER`);

export const codeBudget = ({ gateway: kind, otpPerHour }: Deployment): Finding => {
  if (otpPerHour !== undefined) return ok(`At most ${otpPerHour} codes go out in an hour`);
  const evidence = "There is no budget of codes an hour: only the pumping guard holds them back";
  return kind === "simulator"
    ? ok(evidence)
    : warn(evidence, "otp.hour in SMS_LIMITS (docs/limits.md, One-time codes)");
};

export const doubts = ({ inDoubt }: Deployment): Finding => {
  if (inDoubt === undefined) return { verdict: "skipped", evidence: "The journal does not answer" };
  return inDoubt === 0 ? ok("No text is in doubt") : warn(`${inDoubt} texts are in doubt`, "sms in-doubt list");
};

export const orphans = ({ orphans: found }: Deployment): Finding =>
  found === 0
    ? ok("No text that waits was found without its place or its body")
    : warn(
        `${found} texts that wait had lost their place or their body since this worker started; they were mended, or ended internal-error`,
        "docs/operations.md, sms_anomalies_total: look for what deletes keys in Redis",
      );

const namedAtMost = 5;

export const campaigns = ({ campaigns: found }: Deployment): Finding => {
  if (found === undefined) return { verdict: "skipped", evidence: "The ledger of campaigns does not answer" };
  if (found.length === 0) return ok("No campaign is at work");
  const waiting = found.reduce((sum, one) => sum + one.waiting, 0);
  const held = found.filter(({ pausedBy }) => pausedBy !== null && pausedBy !== "person");
  const all = `${found.length} ${found.length === 1 ? "campaign is" : "campaigns are"} at work, ${waiting} of their texts have not begun`;
  if (held.length === 0) return ok(all);
  const names = held.slice(0, namedAtMost).map(({ campaignId, pausedBy }) => `${campaignId} (${pausedBy})`);
  return warn(
    `${all}; paused without anybody's asking: ${names.join(", ")}${held.length > namedAtMost ? ` and ${held.length - namedAtMost} more` : ""}`,
    "sms campaign show ID says why; then sms campaign resume ID, or cancel",
  );
};

export const webhooks = ({ webhooks: receivers }: Deployment): Finding => {
  if (receivers === undefined) return { verdict: "skipped", evidence: "The store of webhooks does not answer" };
  const off = receivers.flatMap(({ disabled, id }) =>
    disabled === null ? [] : [`${id} since ${disabled.at.toISOString()}, as ${disabled.reason}`],
  );
  if (off.length > 0)
    return fail(
      `A webhook that is disabled hears of nothing: ${off.join("; ")}`,
      "Mend the receiver, then sms webhooks enable ID, and sms webhooks replay ID --since WHEN; or sms webhooks remove ID",
    );
  const failing = receivers.flatMap(({ failingSince, id }) =>
    failingSince === null ? [] : [`${id} since ${failingSince.toISOString()}`],
  );
  if (failing.length > 0)
    return warn(`Nothing arrives at ${failing.join("; ")}: after 5 days it is disabled`, "sms webhooks list");
  return ok(receivers.length === 0 ? "There is no webhook" : "Every webhook takes what it is told");
};

export const alarms = (): Finding => ({
  verdict: "skipped",
  evidence: "Alarms and dashboards cannot be seen from here",
  fix: "docs/operations.md, What to watch",
});
