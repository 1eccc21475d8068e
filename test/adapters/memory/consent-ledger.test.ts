import { createMemoryConsentLedger } from "../../../src/adapters/memory/consent-ledger.js";
import { createMemoryConsentReview } from "../../../src/adapters/memory/consent-review.js";
import { createMemorySweepStore } from "../../../src/adapters/memory/sweep-store.js";
import { consentChainContract } from "../../contracts/consent-chain.contract.js";
import { consentLedgerContract } from "../../contracts/consent-ledger.contract.js";
import { consentReviewContract } from "../../contracts/consent-review.contract.js";
import { sweepStoreContract } from "../../contracts/sweep-store.contract.js";
import { movedClock } from "../../support/moved-clock.js";

consentLedgerContract("memory", async () => {
  const clock = movedClock();
  const ledger = createMemoryConsentLedger({ clock });
  return { ledger, other: ledger, advance: clock.advance, close: async () => undefined };
});

consentChainContract("memory", async () => {
  const ledger = createMemoryConsentLedger({ clock: movedClock() });
  const removed = new Set<string>();
  return {
    ledger: {
      ...ledger,
      read: async (who) => {
        const { whole, consent } = await ledger.read(who);
        const left = consent.promotional?.filter(({ evidenceId }) => !removed.has(`${who} ${evidenceId}`)) ?? [];
        return { whole, consent: { ...consent, promotional: left } };
      },
    },
    remove: async (who, _ofClass, evidenceId) => void removed.add(`${who} ${evidenceId}`),
    close: async () => undefined,
  };
});

const close = async () => undefined;
sweepStoreContract("memory", async () => {
  const clock = movedClock();
  return { store: createMemorySweepStore({ clock }), advance: clock.advance, close };
});
consentReviewContract("memory", async () => ({ review: createMemoryConsentReview(), close }));
