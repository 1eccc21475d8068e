import { JournalUnavailable } from "../../../application/ports/journal.js";
import type { Master } from "./connection.js";

const askAgainMs = 5_000;

/** How many replicas follow a server now. */
export const replicasOf = async (master: Master): Promise<number> => {
  const info = String(await master.send(["INFO", "replication"]));
  return Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0);
};

/**
 * Waits until a replica holds what this connection wrote, where the server has one; rejects when none does within `ms`.
 * The connection must be the one that wrote (`epoch`): a fresh one has written nothing, so WAIT would hold for it at once.
 */
export const createReplicated = () => {
  const known = new Map<string, { readonly count: number; readonly at: number }>();
  return async (master: Master, epoch: number, ms: number): Promise<void> => {
    const last = known.get(master.name);
    const fresh = last !== undefined && performance.now() - last.at < askAgainMs;
    const count = fresh ? last.count : await replicasOf(master);
    if (!fresh) known.set(master.name, { count, at: performance.now() });
    if (count === 0) return;
    const acknowledged = Number(await master.send(["WAIT", "1", String(Math.max(1, Math.floor(ms)))]));
    if (acknowledged === 0) throw new JournalUnavailable("No replica acknowledged the step");
    if (master.epoch() !== epoch) throw new JournalUnavailable("The connection was lost before a replica acknowledged");
  };
};
