import { expect, test } from "vitest";
import { createMemoryConsentLedger } from "../../../src/adapters/memory/consent-ledger.js";
import { createSealing } from "../../../src/adapters/redis/journal/sealing.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createReadConsent } from "../../../src/application/consent/read-consent.js";
import { createRecordConsent } from "../../../src/application/consent/record-consent.js";
import type { ConsentEntry } from "../../../src/domain/consent/consent-entry.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { ManualClock } from "../../support/manual-clock.js";

const to = "+919876543210";

/** Two choices of one person; `change` alters what the store holds of the second afterwards. */
const historyWith = async (change: (entry: ConsentEntry, first: ConsentEntry) => ConsentEntry) => {
  const clock = new ManualClock();
  const consentLedger = createMemoryConsentLedger({ clock });
  const hashes = createHashes(Buffer.alloc(32, 7));
  const sealing = createSealing("k".repeat(32));
  const number = parsePhoneNumber(to, "IN");
  if (typeof number === "string") throw new Error(number);
  const record = createRecordConsent({
    ...{ clock, consentLedger, hashes, sealing, publishConsent: async () => undefined },
    readWhole: async (who) => (await consentLedger.read(who)).consent,
    scopePolicy: new Map() as never,
  });
  const choice = { number, classes: ["promotional"], source: "api", by: "shop" } as const;
  const evidence = { disclosure: "Offers", action: "ticked" };
  const at = (ms: number) => new Date(clock.now().getTime() - ms);
  await record({ ...choice, optOut: false, at: at(2_000), evidence, identity: "1" });
  await record({ ...choice, optOut: true, at: at(1_000), evidence: {}, identity: "2" });
  const read = createReadConsent({
    ...{ defaultCountry: "IN", hashes, sealing },
    consentLedger: {
      ...consentLedger,
      read: async (who) => {
        const { whole, consent } = await consentLedger.read(who);
        const [first, second] = consent.promotional!;
        return { whole, consent: { promotional: [first!, change(second!, first!)] } };
      },
    },
  });
  const found = await read.history(to);
  if ("fault" in found) throw new Error(found.fault);
  return found.entries.map(({ intact }) => intact);
};

test.each<[string, (entry: ConsentEntry, first: ConsentEntry) => ConsentEntry, boolean | null]>([
  ["nothing was changed", (entry) => entry, true],
  ["another instant", (entry) => ({ ...entry, at: entry.at + 1 }), false],
  ["the other choice", (entry) => ({ ...entry, state: "opted-in" }), false],
  ["another source", (entry) => ({ ...entry, source: "keyword" }), false],
  ["somebody else", (entry) => ({ ...entry, by: "ops" }), false],
  ["another class", (entry) => ({ ...entry, class: "otp" }), false],
  ["another link", (entry, first) => ({ ...entry, hash: first.hash }), false],
  ["another choice's proof, which does not open here", (entry, first) => ({ ...entry, sealed: first.sealed }), null],
  ["its proof was erased", (entry) => ({ ...entry, sealed: null }), null],
])("history compares each choice with its proof: %s", async (_, change, intact) =>
  expect(await historyWith(change)).toEqual([true, intact]),
);
