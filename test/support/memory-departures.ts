import { createMemoryDepartures } from "../../src/adapters/memory/departures.js";
import { createMemoryJournal } from "../../src/adapters/memory/journal.js";
import { createMemoryMoneyLedger } from "../../src/adapters/memory/money-ledger.js";
import { createMemoryRecipientLog } from "../../src/adapters/memory/recipient-log.js";
import type { DeparturesStage } from "../contracts/departures.contract.js";
import { stageTtlMs } from "../contracts/journal-stage.js";
import { movedClock } from "./moved-clock.js";

/** Departures of one process in memory, with the parts that they ask. */
export const memoryDepartures = (): DeparturesStage => {
  const clock = movedClock();
  const { journal } = createMemoryJournal({ clock, ttlMs: stageTtlMs });
  const parts = {
    journal,
    moneyLedger: createMemoryMoneyLedger({ clock }),
    recipientLog: createMemoryRecipientLog({ clock }),
  };
  const worker = { ...parts, departures: createMemoryDepartures(parts) };
  return { workers: [worker], advance: clock.advance, close: async () => undefined };
};
