import { createMemoryMoneyLedger } from "../../../src/adapters/memory/money-ledger.js";
import { moneyLedgerContract } from "../../contracts/money-ledger.contract.js";

moneyLedgerContract("memory", async () => {
  let now = Date.UTC(2026, 10, 26);
  const clock = { now: () => new Date(now), monotonic: () => now, sleep: async () => undefined };
  return {
    ledger: createMemoryMoneyLedger({ clock }),
    others: [],
    advance: (ms) => {
      now += ms;
    },
    close: async () => undefined,
  };
});
