import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptReceipt, ReceiptIndex, SentText } from "../../src/application/ports/receipt-index.js";
import { dayText } from "../../src/domain/instant-text.js";
import { noCounts } from "../../src/domain/receipt/price-sum.js";
import type { Receipt } from "../../src/domain/receipt/receipt.js";
import { advance, sentState } from "../../src/domain/receipt/receipt-state.js";

/** An index whose clock only the test moves on. */
export interface IndexStage {
  readonly index: ReceiptIndex;
  now(): Date;
  advance(ms: number): void;
  close(): Promise<void>;
}

const hour = 3_600_000;
let serial = 0;
const uuid = () => {
  serial += 1;
  return `00000000-0000-4000-8000-${String(serial).padStart(12, "0")}`;
};

/** `mostKept` of the stage's index: so few that a test may fill it. */
export const receiptIndexContract = (name: string, mostKept: number, open: () => Promise<IndexStage>) =>
  describe(`${name} as a ReceiptIndex`, () => {
    let stage: IndexStage;
    let index: ReceiptIndex;
    beforeAll(async () => {
      stage = await open();
      index = stage.index;
    });
    afterAll(() => stage?.close());

    /** Each test has a country of its own, so that its sums are its own. */
    const text = (country: string, given: Partial<SentText> = {}): SentText => ({
      providerMessageId: uuid(),
      messageId: uuid(),
      scope: { day: dayText(stage.now().getTime()), country, class: "transactional" },
      estimateMicros: 6_450,
      ...given,
    });
    const receipt = (providerMessageId: string, status: Receipt["status"] = "delivered"): KeptReceipt => ({
      receipt: {
        ...{
          provider: "sns",
          providerMessageId,
          status,
          at: new Date(1_700_000_000_000),
          response: "accepted_by_carrier",
        },
        ...{ carrier: "A Carrier", parts: 2, micros: 12_900 },
      } as KeptReceipt["receipt"],
      who: "hash",
      class: "transactional",
      acceptedAt: new Date(1_600_000_000_000),
    });
    const sumsOf = async (country: string) =>
      (await index.sums([dayText(stage.now().getTime())])).filter((sum) => sum.country === country);

    test.each([
      ["a UUID", uuid()],
      ["16 characters, as many as a UUID's bytes", "abcdefghijklmnop"],
      ["17 characters", "abcdefghijklmnopq"],
      ["one character", "x"],
      ["200 characters", "y".repeat(200)],
      ["a UUID in capitals", "0000000A-0000-4000-8000-00000000000A"],
      ["what looks like a field of another", "abcdefghijklmno1"],
    ])("finds a text by its provider's id: %s", async (_, providerMessageId) => {
      const sent = text("AA", { providerMessageId });
      expect(await index.find(providerMessageId)).toBeUndefined();
      expect(await index.record(sent)).toEqual([]);
      expect(await index.find(providerMessageId)).toMatchObject({ messageId: sent.messageId, state: sentState });
    });

    test("a message's id may be any text too", async () => {
      for (const messageId of ["m", "sixteen-letters.", "z".repeat(200)]) {
        const sent = text("AB", { messageId });
        await index.record(sent);
        expect((await index.find(sent.providerMessageId))?.messageId).toBe(messageId);
      }
    });

    test("recording the same again adds nothing to the sums", async () => {
      const sent = text("AC");
      await Promise.all([index.record(sent), index.record(sent), index.record(sent)]);
      await index.record(text("AC", { estimateMicros: 50 }));
      const [sum] = await sumsOf("AC");
      expect(sum).toEqual({ ...sent.scope, ...noCounts, sent: 2, sentEstimate: 6_500 });
    });

    test("a text of long ago, which is told again as its event is read again, is not added up again", async () => {
      const day = dayText(stage.now().getTime() - 6 * 24 * hour);
      const sent = text("AM", { scope: { day, country: "AM", class: "transactional" } });
      await index.record(sent);
      expect(await index.find(sent.providerMessageId)).toBeUndefined();
      expect((await index.sums([day])).filter(({ country }) => country === "AM")).toEqual([]);
    });

    test("of parallel moves from one state one happens, and is added up once", async () => {
      const sent = text("AD");
      await index.record(sent);
      const known = (await index.find(sent.providerMessageId))!;
      const next = advance(known.state, receipt(sent.providerMessageId).receipt).state;
      const change = { ...noCounts, heard: 1, priced: 1, pricedEstimate: 6_450, pricedParts: 2, actual: 12_900 };
      const moved = await Promise.all(
        Array.from({ length: 10 }, () => index.move(sent.providerMessageId, known, next, sent.scope, change)),
      );
      expect(moved.filter(Boolean)).toHaveLength(1);
      expect((await index.find(sent.providerMessageId))?.state).toEqual(next);
      expect(await sumsOf("AD")).toEqual([{ ...sent.scope, ...change, sent: 1, sentEstimate: 6_450 }]);
    });

    test("every state comes back as it was written, and may be moved on", async () => {
      const sent = text("AE");
      await index.record(sent);
      for (const status of ["carrier-accepted", "unknown", "undelivered", "delivered"] as const) {
        const known = (await index.find(sent.providerMessageId))!;
        const { state } = advance(known.state, { ...receipt(sent.providerMessageId, status).receipt, micros: null });
        expect(await index.move(sent.providerMessageId, known, state, sent.scope, noCounts)).toBe(true);
        expect((await index.find(sent.providerMessageId))?.state).toEqual(state);
      }
    });

    test("a price may go down: sums follow", async () => {
      const sent = text("AF");
      await index.record(sent);
      const known = (await index.find(sent.providerMessageId))!;
      const first = { ...known.state, status: "carrier-accepted" as const, micros: 900, pricedBy: 1 };
      await index.move(sent.providerMessageId, known, first, sent.scope, { ...noCounts, actual: 900 });
      const then = { ...known, state: first };
      const lower = { ...first, status: "delivered" as const, micros: 200, pricedBy: 4 };
      await index.move(sent.providerMessageId, then, lower, sent.scope, { ...noCounts, actual: -700 });
      expect((await sumsOf("AF"))[0]!.actual).toBe(200);
    });

    test("a receipt that comes before its text is handed over with it, until it is released", async () => {
      const sent = text("AG");
      const [carrier, handset] = [
        receipt(sent.providerMessageId, "carrier-accepted"),
        receipt(sent.providerMessageId, "delivered"),
      ];
      expect(await index.keep(carrier)).toBe("kept");
      expect(await index.keep(handset)).toBe("kept");
      expect(await index.keep(handset)).toBe("kept");
      const waiting = (await index.kept()).filter((one) => one.receipt.providerMessageId === sent.providerMessageId);
      expect(waiting).toHaveLength(2);
      const found = await index.record(sent);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([carrier, handset]));
      // Whoever took them may have died before it said so.
      expect(await index.record(sent)).toHaveLength(2);
      await index.release(sent.providerMessageId);
      expect(await index.record(sent)).toEqual([]);
    });

    test("a receipt and its text at the same moment find each other, whoever is first", async () => {
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const sent = text("AH");
          const [kept, found] = await Promise.all([index.keep(receipt(sent.providerMessageId)), index.record(sent)]);
          expect(kept === "recorded" || found.length === 1).toBe(true);
          await index.release(sent.providerMessageId);
        }),
      );
    });

    test("texts without a receipt are named", async () => {
      const day = "2001-02-03";
      const scope = { day, country: "AI", class: "otp" as const };
      const [heard, ...rest] = [text("AI", { scope }), text("AI", { scope }), text("AI", { scope })];
      for (const sent of [heard!, ...rest]) await index.record(sent);
      const names = rest.map(({ messageId }) => messageId).sort();
      const all = [heard!.messageId, ...names].sort();
      const unheard = async (limit: number) => [...(await index.unheard(day, limit))].sort();
      const present = await unheard(10);
      // A day so long ago may have left the index already.
      expect([[], all]).toContainEqual(present);
      const today = dayText(stage.now().getTime());
      const [first, second] = [text("AJ"), text("AJ")];
      await index.record(first);
      await index.record(second);
      const known = (await index.find(first.providerMessageId))!;
      const { state } = advance(known.state, receipt(first.providerMessageId).receipt);
      await index.move(first.providerMessageId, known, state, first.scope, noCounts);
      const named = await index.unheard(today, 100_000);
      expect(named).toContain(second.messageId);
      expect(named).not.toContain(first.messageId);
      expect(await index.unheard(today, 1)).toHaveLength(1);
    });

    test("a text is found for as long as receipts come, and is forgotten a week later", async () => {
      const sent = text("AK");
      await index.record(sent);
      stage.advance(75 * hour - 1);
      expect((await index.find(sent.providerMessageId))?.messageId).toBe(sent.messageId);
      stage.advance(7 * 24 * hour);
      expect(await index.find(sent.providerMessageId)).toBeUndefined();
    });

    test("a receipt waits 75 h for its text, not for ever", async () => {
      const [soon, late] = [text("AL"), text("AL")];
      await index.keep(receipt(soon.providerMessageId));
      await index.keep(receipt(late.providerMessageId));
      stage.advance(75 * hour - 1);
      expect(await index.record(soon)).toHaveLength(1);
      stage.advance(3 * 24 * hour);
      expect(await index.record(late)).toEqual([]);
    });

    test("what is kept has a cap", async () => {
      const answers: string[] = [];
      for (let at = 0; at <= mostKept; at += 1) answers.push(await index.keep(receipt(uuid())));
      expect(answers).toContain("kept");
      expect(answers).toContain("full");
    });
  });
