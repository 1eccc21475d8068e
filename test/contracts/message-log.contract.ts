import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MessageLog, MessageQuery } from "../../src/application/ports/message-log.js";
import type { LoggedMessage } from "../../src/domain/log/logged-message.js";

const hour = 3_600_000;
export const logNow = new Date("2026-11-22T12:00:00.000Z");
const week: MessageQuery = { since: new Date(logNow.getTime() - 168 * hour), until: new Date(logNow.getTime() + hour) };

const idOf = (n: number): string => `00000000-0000-5000-8000-${String(n).padStart(12, "0")}`;

export const logged = (n: number, changes: Partial<LoggedMessage> = {}): LoggedMessage => ({
  messageId: idOf(n),
  acceptedAt: new Date(logNow.getTime() - n * 1_000),
  occurredAt: new Date(logNow.getTime() - n * 1_000 + 50),
  status: "sent",
  reason: null,
  detail: null,
  class: "transactional",
  recipient: "customer",
  to: "+919876543210",
  toHash: "hash-of-one",
  template: "order_confirmation",
  encoding: "GSM-7",
  segments: 1,
  estimatedMicros: 6_450,
  actualMicros: null,
  providerMessageId: `provider-${n}`,
  carrier: null,
  providerResponse: null,
  reference: null,
  correlationId: `ORD-${n}`,
  campaign: null,
  caller: null,
  source: `order.created/0/${n}`,
  until: null,
  ...changes,
});

/** `make` gives an empty log whose clock stands at `logNow`. */
export const messageLogContract = (name: string, make: () => Promise<MessageLog>): void => {
  describe(`message log: ${name}`, () => {
    const filled = async (messages: readonly LoggedMessage[]): Promise<MessageLog> => {
      const log = await make();
      await log.record(messages);
      return log;
    };
    const ids = async (log: MessageLog, query: Partial<MessageQuery> = {}, limit = 200) =>
      (await log.search({ ...week, ...query }, limit)).map(({ messageId }) => messageId);

    test("gives every field back as it was told", async () => {
      const one = logged(1, {
        ...{ status: "delivered", reason: null, detail: "a sentence", class: "otp", recipient: "driver" },
        ...{ actualMicros: 9_007_199_254_740_991, carrier: "Airtel", providerResponse: "delivered", reference: "r-1" },
        ...{ campaign: "summer-26", caller: "shop", until: new Date(logNow.getTime() + hour), encoding: "UCS-2" },
      });
      const log = await filled([one]);
      expect(await log.search(week, 10)).toEqual([one]);
    });

    test("finds by every field, and only what holds for all that are given", async () => {
      const log = await filled([
        logged(1, { toHash: "hash-of-two", reference: "r-1", campaign: "c-1", caller: "shop" }),
        logged(2, { status: "failed", reason: "opted-out", class: "promotional", template: "promotional_offer" }),
        logged(3),
      ]);
      const rows: readonly (readonly [Partial<MessageQuery>, readonly number[]])[] = [
        [{ toHash: "hash-of-two" }, [1]],
        [{ reference: "r-1" }, [1]],
        [{ campaign: "c-1" }, [1]],
        [{ caller: "shop" }, [1]],
        [{ correlationId: "ORD-3" }, [3]],
        [{ providerMessageId: "provider-2" }, [2]],
        [{ reason: "opted-out" }, [2]],
        [{ class: "promotional" }, [2]],
        [{ template: "promotional_offer" }, [2]],
        [{ status: "sent" }, [1, 3]],
        [{ status: "sent", template: "promotional_offer" }, []],
        [{ until: new Date(logNow.getTime() - 2_000) }, [3]],
        [{ since: new Date(logNow.getTime() - 1_000) }, [1]],
        [{}, [1, 2, 3]],
      ];
      for (const [query, expected] of rows)
        expect(await ids(log, query), JSON.stringify(query)).toEqual(expected.map(idOf));
    });

    test("pages newest first, and what is written meanwhile moves no page", async () => {
      const log = await filled(
        Array.from({ length: 25 }, (_, n) =>
          logged(n + 1, { acceptedAt: new Date(logNow.getTime() - (n >> 2) * 1_000) }),
        ),
      );
      const seen: string[] = [];
      let after: LoggedMessage | undefined;
      for (;;) {
        const page = await log.search(week, 10, after);
        if (page.length === 0) break;
        seen.push(...page.map(({ messageId }) => messageId));
        after = page.at(-1);
        await log.record([logged(100 + seen.length, { acceptedAt: logNow })]);
      }
      expect(seen).toHaveLength(25);
      expect(new Set(seen).size).toBe(25);
    });

    test("finds a text that is an order number, a reference, a provider's id or a message id", async () => {
      const log = await filled([
        logged(1, { correlationId: "X-9" }),
        logged(2, { reference: "X-9" }),
        logged(3, { providerMessageId: "X-9" }),
        logged(4),
      ]);
      expect((await log.find("X-9")).map(({ messageId }) => messageId)).toEqual([1, 2, 3].map(idOf));
      expect((await log.find(idOf(4))).map(({ messageId }) => messageId)).toEqual([idOf(4)]);
      expect(await log.find("nobody's")).toEqual([]);
      expect(await log.find("%")).toEqual([]);
    });

    test("a name that many share hides no message's own id, and tells the newest of them", async () => {
      const [own, provider] = [logged(90), logged(91)];
      const sharing = Array.from({ length: 50 }, (_, n) =>
        logged(n + 1, n % 2 === 0 ? { reference: own.messageId } : { correlationId: provider.providerMessageId }),
      );
      const log = await filled([own, provider, ...sharing]);
      const found = await log.find(own.messageId);
      expect(found).toHaveLength(21);
      expect(found.map(({ messageId }) => messageId)).toEqual(
        [...Array.from({ length: 20 }, (_, n) => n * 2 + 1), 90].map(idOf),
      );
      expect((await log.find(provider.providerMessageId!)).at(-1)).toEqual(provider);
    });

    test("takes any instants there are as the ends of a search", async () => {
      const log = await filled([logged(1)]);
      for (const [since, until] of [
        [new Date(0), new Date(8.64e15)],
        [new Date(-8.64e15), new Date("9999-12-31T23:59:59-01:00")],
        [new Date("0000-01-01T00:00:00Z"), new Date(logNow.getTime() + 1)],
      ] as const)
        expect((await log.search({ since, until }, 10)).map(({ messageId }) => messageId)).toEqual([idOf(1)]);
      const after = { acceptedAt: new Date(8.64e15), messageId: idOf(9) };
      expect(await log.search(week, 10, after)).toHaveLength(1);
    });

    test("a text as long as it may be, in any script, holds up no row and is found", async () => {
      // Texts that no compression shortens.
      const long = (of: number) =>
        Array.from({ length: 1_000 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7_919 * of) % 20_000))).join("");
      const one = logged(1, {
        ...{ correlationId: long(1), reference: long(3), providerMessageId: long(7), campaign: long(11) },
        ...{ template: long(13), caller: long(17), detail: long(19).repeat(8), carrier: "a\0b" },
      });
      const log = await filled([one, logged(2)]);
      for (const text of [one.correlationId, one.reference, one.providerMessageId])
        expect(await log.find(text!)).toMatchObject([{ messageId: one.messageId, detail: one.detail }]);
      const { campaign, template, caller } = one as { campaign: string; template: string; caller: string };
      for (const query of [{ campaign }, { template }, { caller }]) expect(await ids(log, query)).toEqual([idOf(1)]);
    });

    test("keeps the same rows in whatever order and however often reports come", async () => {
      const reports = [
        logged(1, { status: "deferred", occurredAt: new Date(logNow.getTime() + 1), correlationId: "same" }),
        logged(1, { status: "failed", reason: "outcome-unknown", occurredAt: new Date(logNow.getTime() + 5) }),
        logged(1, { occurredAt: new Date(logNow.getTime() + 2) }),
        logged(1, { status: "delivered", occurredAt: new Date(logNow.getTime() + 3), actualMicros: 7 }),
        logged(1, { status: "undelivered", occurredAt: new Date(logNow.getTime() + 4) }),
      ];
      const log = await make();
      let n = 0;
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...reports, ...reports], { minLength: 10 }), async (order) => {
          n += 1;
          const own = idOf(1_000 + n);
          for (const report of order) await log.record([{ ...report, messageId: own }]);
          expect(await log.find(own)).toEqual([{ ...reports[3], messageId: own }]);
        }),
        { numRuns: 20 },
      );
    });

    test("forgets a person: no row leads to the number any more, the rows stay counted, a replay brings nothing back", async () => {
      const log = await filled([logged(1), logged(2), logged(3, { toHash: "hash-of-two", to: "+14155550100" })]);
      expect(await log.forget("hash-of-one")).toBe(2);
      await log.record([logged(1)]);
      expect(await ids(log, { toHash: "hash-of-one" })).toEqual([]);
      const rows = await log.search(week, 10);
      expect(rows.map(({ to }) => to)).toEqual([null, null, "+14155550100"]);
      expect(await log.forget("hash-of-one")).toBe(0);
      await log.record([logged(1, { status: "delivered" })]);
      expect(await log.find(idOf(1))).toMatchObject([{ status: "delivered", to: null, toHash: null }]);
    });
  });
};
