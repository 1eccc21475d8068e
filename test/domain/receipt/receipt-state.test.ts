import fc from "fast-check";
import { expect, test } from "vitest";
import { type Receipt, receiptStatuses } from "../../../src/domain/receipt/receipt.js";
import { advance, sameState, sentState } from "../../../src/domain/receipt/receipt-state.js";

const receipt = (status: Receipt["status"], micros: number | null = null): Receipt => ({
  ...{ provider: "sns", providerMessageId: "p", messageId: undefined, status, at: new Date(0), response: null },
  ...{ carrier: null, parts: null, micros },
});

const run = (receipts: readonly Receipt[]) => {
  let state = sentState;
  const told: string[] = [];
  for (const one of receipts) {
    const next = advance(state, one);
    if (next.tell !== undefined) told.push(next.tell);
    state = next.state;
  }
  return { state, told };
};

test.each([
  ["the carrier took it", ["carrier-accepted"], "carrier-accepted", ["delivered"]],
  ["the handset took it after the carrier: one event", ["carrier-accepted", "delivered"], "delivered", ["delivered"]],
  ["the carrier's word comes late", ["delivered", "carrier-accepted"], "delivered", ["delivered"]],
  [
    "it failed after the carrier took it",
    ["carrier-accepted", "undelivered"],
    "undelivered",
    ["delivered", "undelivered"],
  ],
  ["the carrier's word comes after the failure", ["undelivered", "carrier-accepted"], "undelivered", ["undelivered"]],
  ["a doubled failure", ["undelivered", "undelivered"], "undelivered", ["undelivered"]],
  ["nobody will ever know", ["carrier-accepted", "unknown"], "unknown", ["delivered"]],
  [
    "the handset is better proof than a failure",
    ["undelivered", "delivered"],
    "delivered",
    ["undelivered", "delivered"],
  ],
  ["a failure does not undo a handset's proof", ["delivered", "undelivered"], "delivered", ["delivered"]],
  ["proof after nobody knew", ["unknown", "delivered"], "delivered", ["delivered"]],
] as const)("%s", (_, statuses, status, told) => {
  const end = run(statuses.map((one) => receipt(one)));
  expect([end.state.status, end.told]).toEqual([status, told]);
});

test.each([
  ["failed, then delivered", ["undelivered", "delivered"], true],
  ["delivered, then failed", ["delivered", "undelivered"], true],
  ["carrier, then failed: no contradiction, it happens", ["carrier-accepted", "undelivered"], false],
  ["delivered twice", ["delivered", "delivered"], false],
] as const)("contradiction: %s", (_, statuses, contradicted) => {
  expect(run(statuses.map((one) => receipt(one))).state.contradicted).toBe(contradicted);
});

test.each([
  [
    "the first price counts though the last receipt has none",
    [receipt("carrier-accepted", 6_450), receipt("delivered")],
    6_450,
  ],
  ["the better proof's price counts", [receipt("carrier-accepted", 6_450), receipt("delivered", 7_000)], 7_000],
  ["a weaker proof's price changes nothing", [receipt("delivered", 7_000), receipt("carrier-accepted", 9_000)], 7_000],
  ["a doubled receipt is no second price", [receipt("delivered", 7_000), receipt("delivered", 7_000)], 7_000],
  ["nothing is a price too", [receipt("delivered", 0)], 0],
])("%s", (_, receipts, micros) => expect(run(receipts).state.micros).toBe(micros));

const anyReceipt = fc
  .record({ status: fc.constantFrom(...receiptStatuses), micros: fc.option(fc.integer({ min: 0, max: 20 })) })
  .map(({ status, micros }) => receipt(status, micros));

/** What is told depends on order: a failure that came first hides a carrier's word. */
const final = ({ status, contradicted, micros, pricedBy }: ReturnType<typeof run>["state"]) => ({
  ...{ status, contradicted, micros, pricedBy },
});

test("any order, and any doubling, comes to the same end", () => {
  fc.assert(
    fc.property(fc.array(anyReceipt, { maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 12 }), (receipts, again) => {
      const doubled = receipts.length === 0 ? [] : again.map((at) => receipts[at % receipts.length]!);
      const once = run(receipts);
      const other = run([...doubled, ...receipts.toReversed(), ...doubled]);
      expect(final(other.state)).toEqual(final(once.state));
    }),
  );
});

test("each event is told once at most, and a repeated receipt changes nothing", () => {
  fc.assert(
    fc.property(fc.array(anyReceipt, { maxLength: 8 }), (receipts) => {
      const { state, told } = run(receipts);
      expect(new Set(told).size).toBe(told.length);
      for (const one of receipts) {
        const next = advance(state, one);
        expect(next.tell).toBeUndefined();
        expect(sameState(next.state, state)).toBe(true);
      }
    }),
  );
});

test("before any receipt a text is sent, and nothing was told", () =>
  expect(sentState).toEqual({
    ...{ status: "sent", toldDelivered: false, toldUndelivered: false, contradicted: false },
    ...{ micros: null, pricedBy: 0 },
  }));

test.each([
  ["status", "delivered"],
  ["toldDelivered", true],
  ["toldUndelivered", true],
  ["contradicted", true],
  ["micros", 0],
  ["pricedBy", 1],
])("two states that differ in %s are not the same", (field, value) => {
  expect(sameState(sentState, { ...sentState })).toBe(true);
  expect(sameState(sentState, { ...sentState, [field]: value })).toBe(false);
});

test("of equal proofs the higher price counts", () => {
  expect(run([receipt("delivered", 7_000), receipt("delivered", 9_000)]).state.micros).toBe(9_000);
  expect(run([receipt("delivered", 9_000), receipt("delivered", 7_000)]).state.micros).toBe(9_000);
});

test("nobody knows: nothing is told, and a failure is remembered as told", () => {
  expect(advance(sentState, receipt("unknown"))).toMatchObject({ tell: undefined, state: { toldUndelivered: false } });
  const failed = advance(sentState, receipt("undelivered"));
  expect(failed).toMatchObject({ tell: "undelivered", state: { toldUndelivered: true, toldDelivered: false } });
  expect(advance(failed.state, receipt("carrier-accepted"))).toMatchObject({
    tell: undefined,
    state: { toldUndelivered: true, toldDelivered: false },
  });
});
