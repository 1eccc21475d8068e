import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSealing } from "../../src/adapters/redis/journal/sealing.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { createReadConsent } from "../../src/application/consent/read-consent.js";
import { createRecordConsent } from "../../src/application/consent/record-consent.js";
import type { ConsentLedger } from "../../src/application/ports/consent-ledger.js";
import { type NumberConsent, latestOf, laneOf, keptEntries } from "../../src/domain/consent/number-consent.js";
import { parsePhoneNumber, type ValidNumber } from "../../src/domain/phone/phone-number.js";
import { ManualClock } from "../support/manual-clock.js";

export interface ChainStage {
  readonly ledger: ConsentLedger;
  /** Takes a choice out of the store behind the ledger's back. */
  remove(who: string, ofClass: "promotional", evidenceId: string): Promise<void>;
  close(): Promise<void>;
}

const hashes = createHashes(Buffer.alloc(32, 7));
const sealing = createSealing("k".repeat(32));
const clock = new ManualClock();
let serial = 0;

const someone = (): ValidNumber => {
  serial += 1;
  const number = parsePhoneNumber(`+9198765${String(43_210 + serial)}`, "IN");
  if (typeof number === "string") throw new Error(number);
  return number;
};

/** A choice out of a lane that it decides, or out of the 16 newest, and not the newest: those behind it name it. */
const isSure = (consent: NumberConsent, evidenceId: string): boolean => {
  const entries = consent.promotional ?? [];
  const at = entries.findIndex((entry) => entry.evidenceId === evidenceId);
  return (
    at >= entries.length - keptEntries ||
    latestOf(consent, "promotional", laneOf(entries[at]!))?.evidenceId === evidenceId
  );
};

export const consentChainContract = (name: string, open: () => Promise<ChainStage>) =>
  describe(`${name}: the chain of a person's choices`, () => {
    let stage: ChainStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());

    /** Records one choice for each instant, in the order given; their evidence ids in the same order. */
    const recorded = async (number: ValidNumber, instants: readonly number[], atOnce = false) => {
      const record = createRecordConsent({
        ...{ clock, consentLedger: stage.ledger, hashes, sealing, publishConsent: async () => undefined },
        readWhole: async (who) => (await stage.ledger.read(who)).consent,
        scopePolicy: new Map() as never,
      });
      const one = (ms: number, at: number) =>
        record({
          ...{
            number,
            classes: ["promotional"],
            source: "api",
            by: "shop",
            evidence: {},
            identity: `${number.e164} ${at}`,
          },
          ...{ optOut: ms % 2 === 0, at: new Date(1_790_000_000_000 + ms) },
        });
      if (atOnce) return (await Promise.all(instants.map(one))).map(({ evidenceId }) => evidenceId);
      const ids: string[] = [];
      for (const [at, ms] of instants.entries()) ids.push((await one(ms, at)).evidenceId);
      return ids;
    };
    const links = async (number: ValidNumber) => {
      const read = createReadConsent({ consentLedger: stage.ledger, defaultCountry: "IN", hashes, sealing });
      const found = await read.history(number.e164);
      if ("fault" in found) throw new Error(found.fault);
      return found.entries.map(({ linked }) => linked);
    };
    const without = async (number: ValidNumber, evidenceId: string) => {
      await stage.remove(hashes.keyed(number.e164), "promotional", evidenceId);
      return links(number);
    };

    test("each choice is linked to the one before it, and the first to none", async () => {
      const number = someone();
      await recorded(number, [1, 2, 3]);
      expect(await links(number)).toEqual([null, true, true]);
    });

    test.each([
      ["the first", 0, [false, true]],
      ["the one between two", 1, [null, false]],
    ])("a choice that was deleted is missed: %s", async (_, deleted, told) => {
      const number = someone();
      const ids = await recorded(number, [1, 2, 3]);
      expect(await without(number, ids[deleted]!)).toEqual(told);
    });

    test("a choice that was told late is missed as well: whoever comes next names it", async () => {
      const number = someone();
      const [, late] = await recorded(number, [5, 1, 9]);
      expect(await without(number, late!)).toEqual([null, false]);
    });

    test("choices told at once are all missed", async () => {
      const number = someone();
      const [one] = await recorded(number, [1, 2, 3], true);
      await recorded(number, [1, 2, 3, 9]);
      expect(await without(number, one!)).toContain(false);
    });

    test("a person who was forgotten misses nothing", async () => {
      const number = someone();
      await recorded(number, [1, 2]);
      const who = hashes.keyed(number.e164);
      const { consent } = await stage.ledger.read(who);
      await stage.ledger.record({ who, entries: consent.promotional!.map((entry) => ({ ...entry, sealed: null })) });
      expect(await links(number)).toEqual([null, null]);
      await recorded(number, [1, 2, 3, 4]);
      expect(await links(number)).toEqual([null, null, true, true]);
    });

    test("of any choices in any order none is missed wrongly, and one that must be there is missed when it is deleted", () =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 30 }),
          fc.nat(),
          async (instants, pick) => {
            const number = someone();
            const ids = await recorded(number, instants);
            expect(await links(number)).not.toContain(false);
            const { consent } = await stage.ledger.read(hashes.keyed(number.e164));
            const sure = ids.slice(0, -1).filter((id) => isSure(consent, id));
            if (sure.length > 0) expect(await without(number, sure[pick % sure.length]!)).toContain(false);
          },
        ),
        { numRuns: 20 },
      ));
  });
