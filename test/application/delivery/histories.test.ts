import fc from "fast-check";
import { expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import type { Message } from "../../../src/application/message/message.js";
import { sweepReservations } from "../../../src/application/money/keep-books.js";
import type { Journal } from "../../../src/application/ports/journal.js";
import type { CrashPolicy } from "../../../src/domain/message-class.js";
import type { Act } from "../../support/scripted-gateway.js";
import { openSpine } from "../../support/spine.js";
import type { Trouble } from "../../support/troubled-journal.js";

/** Of one part to India, by the shipped price book. */
const part = 6_450;
const minute = 60_000;

const step = fc.constantFrom<(keyof Journal)[]>("open", "mark", "settle", "unmark", "again", "announced");
const trouble = fc.constantFrom<Trouble[]>(
  ...(["before", "after", "error-before", "error-after", "crash-before", "crash-after"] as const),
);
const act = fc.constantFrom<Act[]>("ok", "throttle", "reject", "slow", "cut", "500", "hang", "down", "forbidden");

const histories = fc.record({
  departs: fc.boolean(),
  policy: fc.constantFrom<CrashPolicy[]>("resend-once", "never-resend"),
  troubles: fc.dictionary(step, fc.array(trouble, { minLength: 1, maxLength: 4 }), { maxKeys: 4 }),
  acts: fc.array(act, { maxLength: 5 }),
  texts: fc.integer({ min: 1, max: 4 }),
  spaced: fc.boolean(),
  limit: fc.option(fc.constantFrom(part, 2 * part, 10 * part), { nil: undefined }),
  account: fc.option(fc.constantFrom(part, 2 * part, 100 * part), { nil: undefined }),
  /** The first text's runs are stopped, one after the other, after so many ms. */
  stops: fc.array(fc.nat({ max: 12_000 }), { maxLength: 2 }),
  /** Midnight comes after so many ms. */
  midnightIn: fc.constantFrom(3_600_000, 1, 500, 5_000),
  slots: fc.constantFrom(9, 64),
});
type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never;

/** The first send may have arrived, its worker dies, and the provider refuses the second one. */
const refusedAtLast: History = {
  ...{
    departs: false,
    policy: "resend-once",
    troubles: { again: ["crash-before"] },
    acts: ["cut", "reject"],
    texts: 1,
  },
  ...{ spaced: false, limit: undefined, account: undefined, stops: [], midnightIn: 3_600_000, slots: 9 },
};

const play = async ({ account, acts, limit, midnightIn, stops, texts, troubles, ...options }: History) => {
  const limits = { ...noLimits, money: { ...noLimits.money, month: limit } };
  const spine = openSpine({
    ...{ ...options, limits },
    ...(account === undefined
      ? {}
      : { account: { limit: account, spent: 0, countedBy: "provider", period: "2026-11", own: 0 } }),
  });
  const { clock, gateway, journal, moneyLedger, troubled } = spine;
  const untilMidnight = 86_400_000 - (clock.now().getTime() % 86_400_000);
  await clock.advance(untilMidnight - midnightIn);
  for (const [name, when] of Object.entries(troubles)) troubled.trouble(name as keyof Journal, ...when);
  gateway.next(...acts);

  /** A run that ends with an error is run again by another worker, as its event is delivered again. */
  const untilItEnds = async (message: Message, at: number) => {
    for (let run = 0, worker: Pick<typeof spine, "deliverMessage"> = spine; run < 40; run += 1) {
      const stop = new AbortController();
      const stopAfter = at === 0 ? stops[run] : undefined;
      if (stopAfter !== undefined) void clock.sleep(stopAfter).then(() => stop.abort());
      const ended = await worker.deliverMessage(message, `order.created/0/${at}`, stop.signal).catch(() => undefined);
      if (ended !== undefined) return ended;
      worker = spine.another();
      await clock.sleep(100);
    }
    throw new Error("A message never ends");
  };
  const messages = Array.from({ length: texts }, () => spine.aMessage());
  await clock.until(Promise.all(messages.map(untilItEnds)), 200 * minute);
  for (let sweeps = 0; sweeps < 4; sweeps += 1) {
    await clock.advance(130_000);
    await sweepReservations({ journal, moneyLedger });
  }
  const toldOf = ({ id }: Message) => spine.outcomes().filter(({ messageId }) => messageId === id);
  const arrivalsOf = ({ request: { content } }: Message) => {
    const word = content.kind === "template" ? content.variables["word"] : undefined;
    return gateway.received.filter(({ text }) => text === `Hello ${String(word)}`).length;
  };
  return { spine, ends: messages.map((message) => ({ told: toldOf(message), arrivals: arrivalsOf(message) })) };
};

const sums = async ({ clock, moneyLedger }: ReturnType<typeof openSpine>) => {
  const month = clock.now().toISOString().slice(0, 7);
  const books = [month, ...Array.from({ length: 31 }, (_, day) => `${month}-${String(day + 1).padStart(2, "0")}`)];
  return (await Promise.all(books.map((book) => moneyLedger.book(book)))).flatMap((book) => [...book.values()]);
};

test("whatever goes wrong, each message is told, none goes twice without its policy, and its money is counted", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { spine, ends } = await play(history);
      const most = history.policy === "never-resend" ? 1 : 2;
      for (const { arrivals, told } of ends) {
        expect(told.length).toBeGreaterThan(0);
        const { attempts, reason, status } = told.at(-1)!;
        expect(arrivals).toBeLessThanOrEqual(most);
        if (arrivals > 1) expect(attempts).toBeGreaterThan(1);
        if (status === "sent") expect(arrivals).toBeGreaterThan(0);
        // Nothing but the provider's own word denies a text that may have gone.
        else if (arrivals > 0)
          expect(
            history.acts.includes("reject") ? ["outcome-unknown", "gateway-rejected"] : ["outcome-unknown"],
          ).toContain(reason);
      }
      const arrived = ends.reduce((sum, { arrivals }) => sum + arrivals, 0);
      const all = await sums(spine);
      const [{ spent = 0 } = {}] = all;
      for (const { reserved } of all) expect(reserved).toBe(0);
      expect(spent).toBeGreaterThanOrEqual(part * arrived);
      expect(spent).toBeLessThanOrEqual(history.limit ?? Number.POSITIVE_INFINITY);
      // Month and days say the same.
      expect(all.reduce((sum, one) => sum + one.spent, 0)).toBe(2 * spent);
    }),
    { numRuns: 300, examples: [[refusedAtLast]] },
  );
}, 120_000);
