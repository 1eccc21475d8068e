import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { segmentsOf } from "../src/domain/text/segments.js";
import { type Count, disagreements } from "./segment-disagreements.js";

/** Parts and encoding of texts, beside the calculators that people use, in turns in one run; per second of CPU time. */
const load = createRequire(import.meta.url);
const { SegmentedMessage } = load("sms-segments-calculator") as {
  SegmentedMessage: new (text: string) => { encodingName: string; segments: readonly { sizeInBits(): number }[] };
};
const gsm = load("gsm") as (text: string) => { char_set: string; parts: readonly string[] };

const rounds = 3;
const budgetMs = 60;
const processes = 3;

const gsmText =
  "Hi John, your order ORD-2024-001 from Pizza Palace is confirmed. It arrives in 30-40 minutes: https://x.example/track/1 ".slice(
    0,
    120,
  );
const texts: readonly (readonly [name: string, text: string, goal: number])[] = [
  ["120 characters, GSM-7", gsmText, 500],
  ["300 characters, GSM-7", gsmText.repeat(3).slice(0, 300), 500],
  ["300 units, Hindi", "नमस्ते जॉन, आपका ऑर्डर पक्का हो गया है और 30 मिनट में पहुंच जाएगा। ".repeat(6).slice(0, 300), 100],
  ["300 units, Russian", "Привет, Иван! Ваш заказ подтвержден, доставка через 30 минут. ".repeat(6).slice(0, 300), 100],
  ["300 units, emoji at every cut", "🍕".repeat(150), 100],
];

const calculators = {
  "this service": (text: string) => segmentsOf(text).parts.length,
  "this service, offenders listed": (text: string) => segmentsOf(text).offenders.length,
  "sms-segments-calculator (Twilio)": (text: string) => new SegmentedMessage(text).segments.length,
  gsm: (text: string) => gsm(text).parts.length,
} as const;

/** CPU microseconds of one call, over about `ms`. */
const microsOf = (run: () => unknown, ms = budgetMs): number => {
  let calls = 1;
  for (;;) {
    const start = process.cpuUsage();
    for (let call = 0; call < calls; call++) run();
    const { user, system } = process.cpuUsage(start);
    if (user + system >= ms * 1_000) return (user + system) / calls;
    calls = Math.max(calls * 2, Math.ceil((calls * ms * 1_200) / Math.max(1, user + system)));
  }
};

const twilio: Count = (text) => {
  const { encodingName, segments } = new SegmentedMessage(text);
  // TS 23.040 §9.2.3.24: 140 octets of user data.
  const fits = segments.every((segment) => segment.sizeInBits() <= 1_120);
  return { encoding: encodingName, parts: segments.length, ...(fits ? {} : { flaw: "a part above 140 octets" }) };
};
const gsmPackage: Count = (text) => {
  const { char_set, parts } = gsm(text);
  const whole = parts.every((part) => part.isWellFormed());
  return {
    encoding: char_set === "Unicode" ? "UCS-2" : "GSM-7",
    parts: parts.length,
    ...(whole ? {} : { flaw: "half a surrogate pair" }),
  };
};

type Micros = Record<string, number>;

/** In a process of its own: every calculator in turns, the best of the rounds. */
const measured = (text: string): Micros => {
  const best: Micros = {};
  for (let round = 0; round < rounds; round++)
    for (const [calculator, parts] of Object.entries(calculators))
      best[calculator] = Math.min(
        best[calculator] ?? Number.POSITIVE_INFINITY,
        microsOf(() => parts(text)),
      );
  return best;
};

const asked = process.argv[2];
if (asked !== undefined) {
  process.send!(measured(texts[Number(asked)]![1]));
  process.disconnect();
} else await report();

/** Twilio's falls to an eighth of its speed in some processes; the best of several is compared. */
async function bestOf(index: number): Promise<Micros> {
  const best: Micros = {};
  for (let run = 0; run < processes; run++) {
    const [micros] = (await once(fork(new URL(import.meta.url), [String(index)]), "message")) as [Micros];
    for (const [name, each] of Object.entries(micros))
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, each);
  }
  return best;
}

async function report(): Promise<void> {
  console.log(
    `Node ${process.version}, microseconds of CPU time per text, best of ${rounds} rounds in each of ${processes} processes`,
  );
  for (const [index, [name, , goal]] of texts.entries()) {
    const best = await bestOf(index);
    const ours = best["this service"]!;
    console.log(`\n${name}`);
    for (const [calculator, micros] of Object.entries(best))
      console.log(
        `  ${calculator.padEnd(34)} ${micros.toFixed(2).padStart(9)} us  ${(micros / ours).toFixed(1).padStart(7)} x`,
      );
    const ratio = Math.round(best["sms-segments-calculator (Twilio)"]! / ours);
    console.log(`  goal: ${goal} x as fast as Twilio's; it is ${ratio} x`);
  }
  linearity();
  console.log("\nWhere the calculators disagree with the standards");
  for (const line of disagreements({ "sms-segments-calculator": twilio, gsm: gsmPackage })) console.log(line);
}

function linearity(): void {
  console.log("\nLonger texts: nanoseconds of CPU time per unit (flat = linear)");
  for (const [name, unit] of [
    ["GSM-7", gsmText],
    ["Hindi", texts[2]![1]],
    ["emoji", "🍕"],
  ] as const) {
    const costs = [1_000, 10_000, 100_000, 1_048_576].map((length) => {
      const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
      const nanos = Array.from({ length: 3 }, () => (microsOf(() => segmentsOf(text).parts.length) * 1_000) / length);
      return `${length.toLocaleString("en")}: ${Math.min(...nanos).toFixed(2)}`;
    });
    console.log(`  ${name.padEnd(6)} ${costs.join("   ")}`);
  }
}
