import { expect, test } from "vitest";
import { createGatherFacts } from "../../../src/application/controls/gather-facts.js";
import type { AskedOptOut } from "../../../src/application/ports/opt-outs.js";
import { noHistory } from "../../../src/domain/phone/number-history.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";

/** A number of which receipts said nothing. */
const unknown = { deadNumbers: { ask: async () => noHistory }, hashes: { keyed: (to: string) => `hash of ${to}` } };
const since = new Date("2026-03-01T10:00:00Z");

test("whoever opted out is asked for by number, class and message", async () => {
  const asked: AskedOptOut[] = [];
  const gatherFacts = createGatherFacts({
    ...unknown,
    forecastControls: async () => ({}),
    optOuts: {
      standing: async (question) => {
        asked.push(question);
        return { since, source: "keyword" };
      },
    },
  });
  const recipient = { number: parsePhoneNumber("+919876543210"), class: "promotional", messageId: "m-1" } as const;
  expect(await gatherFacts(recipient)).toEqual({ optedOut: { since, source: "keyword" }, history: noHistory });
  expect(asked).toEqual([{ to: "+919876543210", class: "promotional", messageId: "m-1" }]);
});

test("of what is no number nothing is asked", async () => {
  const gatherFacts = createGatherFacts({
    ...unknown,
    forecastControls: async () => ({}),
    optOuts: { standing: () => Promise.reject(new Error("asked")) },
  });
  expect(await gatherFacts({ number: parsePhoneNumber("12"), class: "transactional" })).toEqual({});
});

test("a store that is away lets nothing through", async () => {
  const gatherFacts = createGatherFacts({
    ...unknown,
    forecastControls: async () => ({}),
    optOuts: { standing: () => Promise.reject(new Error("away")) },
  });
  const asked = gatherFacts({ number: parsePhoneNumber("+919876543210"), class: "transactional" });
  await expect(asked).rejects.toThrow("away");
});

test("what receipts said of the number is asked for by its hash", async () => {
  const history = { reachedAt: 0, firstFailure: 1, lastFailure: 2 };
  const asked: string[] = [];
  const gatherFacts = createGatherFacts({
    ...unknown,
    deadNumbers: {
      ask: async (who) => {
        asked.push(who);
        return history;
      },
    },
    forecastControls: async () => ({}),
    optOuts: { standing: async () => undefined },
  });
  const facts = await gatherFacts({ number: parsePhoneNumber("+919876543210"), class: "transactional" });
  expect([facts.history, asked]).toEqual([history, ["hash of +919876543210"]]);
});
