import { createMemoryConsentLedger } from "../../../src/adapters/memory/consent-ledger.js";
import { consentLedgerContract } from "../../contracts/consent-ledger.contract.js";
import { movedClock } from "../../support/moved-clock.js";

consentLedgerContract("memory", async () => {
  const clock = movedClock();
  const ledger = createMemoryConsentLedger({ clock });
  return { ledger, other: ledger, advance: clock.advance, close: async () => undefined };
});
