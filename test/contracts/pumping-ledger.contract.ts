import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PumpingLedger } from "../../src/application/ports/pumping-ledger.js";

/** A ledger whose clock only the test moves on. */
export interface LedgerStage {
  readonly ledger: PumpingLedger;
  advance(ms: number): void;
  close(): Promise<void>;
}

const hour = 3_600_000;
let serial = 0;
const scope = (windowMs = hour) => {
  serial += 1;
  return { key: `scope-${serial}`, windowMs };
};

export const pumpingLedgerContract = (name: string, open: () => Promise<LedgerStage>) =>
  describe(`${name} as a PumpingLedger`, () => {
    let stage: LedgerStage;
    let ledger: PumpingLedger;
    beforeAll(async () => {
      stage = await open();
      ledger = stage.ledger;
    });
    afterAll(() => stage?.close());

    test("each send is told what was there before it, on every scope", async () => {
      const [one, other] = [scope(), scope()];
      expect(await ledger.sent([one, other])).toEqual([
        { sent: 0, verified: 0 },
        { sent: 0, verified: 0 },
      ]);
      expect(await ledger.sent([one])).toEqual([{ sent: 1, verified: 0 }]);
      expect(await ledger.sent([other, one])).toEqual([
        { sent: 1, verified: 0 },
        { sent: 2, verified: 0 },
      ]);
    });

    test("of 100 parallel sends each sees another count", async () => {
      const one = scope();
      const before = await Promise.all(Array.from({ length: 100 }, () => ledger.sent([one])));
      expect(before.map(([counts]) => counts!.sent).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, at) => at),
      );
    });

    test("entered codes are counted once they are written, sends taken back are not", async () => {
      const one = scope();
      await ledger.sent([one]);
      await ledger.sent([one]);
      ledger.verified([one]);
      ledger.verified([one]);
      await ledger.unsent([one]);
      await ledger.close();
      expect(await ledger.sent([one])).toEqual([{ sent: 1, verified: 2 }]);
    });

    test("a send taken back later hides no other: each counts for its own hour", async () => {
      const one = scope();
      await ledger.sent([one]);
      stage.advance(10 * 60_000);
      await ledger.unsent([one]);
      await ledger.unsent([one]);
      await ledger.sent([one]);
      stage.advance(55 * 60_000);
      expect(await ledger.sent([one])).toEqual([{ sent: 1, verified: 0 }]);
    });

    test("what is an hour old no longer counts", async () => {
      const one = scope();
      await ledger.sent([one]);
      stage.advance(hour - 60_000);
      await ledger.sent([one]);
      expect(await ledger.sent([one])).toEqual([{ sent: 2, verified: 0 }]);
      stage.advance(60_000);
      expect(await ledger.sent([one])).toEqual([{ sent: 2, verified: 0 }]);
    });
  });
