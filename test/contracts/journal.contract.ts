import { afterAll, beforeAll, describe } from "vitest";
import { journalActs } from "./journal-acts.js";
import { journalClaims } from "./journal-claims.js";
import { journalEnds } from "./journal-ends.js";
import { journalProofs } from "./journal-proofs.js";
import { journalRepeats } from "./journal-repeats.js";
import type { JournalStage } from "./journal-stage.js";
import { journalWaits } from "./journal-waits.js";

/** The promises of every journal; each test tries to break one of them. */
export const journalContract = (name: string, openStage: () => Promise<JournalStage>) =>
  describe(`${name} as a Journal`, () => {
    let stage: JournalStage;
    beforeAll(async () => {
      stage = await openStage();
    });
    afterAll(() => stage.close());
    const acts = journalActs(() => stage);
    journalClaims(acts);
    journalProofs(acts);
    journalRepeats(acts);
    journalEnds(acts);
    journalWaits(acts);
  });
