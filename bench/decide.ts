import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { readPrices } from "../src/adapters/files/prices.js";
import { readRules } from "../src/adapters/files/rules.js";
import { readTemplates } from "../src/adapters/files/templates.js";
import { decide } from "../src/domain/decision/decide.js";
import type { Decision } from "../src/domain/decision/decision.js";
import type { DeploymentFacts } from "../src/domain/decision/deployment-facts.js";
import { parsePhoneNumber } from "../src/domain/phone/phone-number.js";
import type { SendRequest } from "../src/domain/decision/send-request.js";

/** Decisions per second on one core, each of a templated text to another number, beside libphonenumber's parse alone. */
const count = Number(process.argv[2] ?? 100_000);
const rounds = 5;

const facts: DeploymentFacts = {
  defaultCountry: "IN",
  allowedCountries: "all",
  numberTypes: new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]),
  templates: readTemplates("templates"),
  prices: readPrices("data/price-book.json"),
  unpriced: "allow",
  deadNumbers: "warn",
  rules: readRules("data"),
  senderId: undefined,
  originationNumber: undefined,
  entityId: undefined,
  region: "ap-south-1",
};
const nobody = {};
const now = new Date("2026-11-24T17:00:00Z");

/** A base of its own for every run: no number comes twice, so nothing is served from a memory of the number. */
let base = 0;
const numbers = (): readonly string[] => {
  base += count;
  return Array.from(
    { length: count },
    (_, index) =>
      `+9198${String((base + index) * 37)
        .padStart(8, "0")
        .slice(-8)}`,
  );
};

const confirmation = (to: string, index: number): SendRequest => ({
  to,
  requestedAt: now,
  locale: "en-IN",
  number: parsePhoneNumber(to),
  content: {
    kind: "template",
    template: "order_confirmation",
    variables: { order_number: `ORD-${index}`, delivery_time: "30-40 minutes", track_url: `https://x.in/t/${index}` },
  },
});

const offer = (to: string, index: number): SendRequest => ({
  to,
  requestedAt: now,
  locale: "en-IN",
  number: parsePhoneNumber(to),
  content: {
    kind: "template",
    template: "promotional_offer",
    variables: { offer_title: "Weekend", offer_details: "40% off", promo_code: `W${index}`, valid_until: "2026-12-15" },
  },
});

const sender = { ...facts, senderId: "PIZZAS" };
const text = (to: string, index: number): SendRequest => ({
  to,
  requestedAt: now,
  number: parsePhoneNumber(to),
  content: { kind: "text", text: `Your order ORD-${index} has been confirmed. Thank you for choosing us!` },
});

/** `false` where the text would not go: what was refused early would make the figure too good. */
const goes = (decision: Decision): boolean => decision.kind !== "refuse";

const runs: Readonly<Record<string, (to: string, index: number) => unknown>> = {
  "decide, order_confirmation": (to, index) => goes(decide(confirmation(to, index), facts, nobody, now)),
  "decide, promotional_offer at night": (to, index) => goes(decide(offer(to, index), facts, nobody, now)),
  "decide, plain text with a sender": (to, index) => goes(decide(text(to, index), sender, nobody, now)),
  "this service's number parsing alone": (to) => typeof parsePhoneNumber(to) !== "string",
  "libphonenumber-js parse, isValid and type alone": (to) => {
    const parsed = parsePhoneNumberFromString(to);
    return parsed?.isValid() === true && parsed.getType() === "MOBILE";
  },
};

const perSecond = (run: (to: string, index: number) => unknown): number => {
  const given = numbers();
  const start = process.cpuUsage();
  for (let index = 0; index < count; index++)
    if (run(given[index]!, index) === false) throw new Error(`${given[index]} was refused`);
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
};

const best = new Map<string, number>();
for (let round = 0; round < rounds; round++)
  for (const [name, run] of Object.entries(runs)) best.set(name, Math.max(best.get(name) ?? 0, perSecond(run)));

const reference = [...best.values()].at(-1)!;
console.log(
  `${count} distinct numbers a round, best of ${rounds} rounds, per second of CPU time, Node ${process.version}`,
);
for (const [name, rate] of best)
  console.log(
    `${name.padEnd(50)} ${Math.round(rate).toLocaleString("en").padStart(10)}/s  ${(rate / reference).toFixed(1)} x`,
  );
