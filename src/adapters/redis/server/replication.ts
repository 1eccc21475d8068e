import { JournalUnavailable } from "../../../application/ports/journal.js";
import type { Master } from "./connection.js";

const askAgainMs = 1_000;

/** The replicas of a server: those attached, and of them those whose copy is complete and follows. */
interface Replicas {
  readonly attached: number;
  readonly following: number;
}

const replicasOf = async (master: Master): Promise<Replicas> => {
  const info = String(await master.send(["INFO", "replication"]));
  return {
    attached: Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0),
    following: info.match(/^slave\d+:.*\bstate=online\b/gm)?.length ?? 0,
  };
};

/** Fewer replicas hold a step than must: it may be lost with its server, so nothing is built on it. */
export class TooFewReplicas extends JournalUnavailable {}

export interface Replicated {
  /**
   * Waits until the required number of replicas hold this connection's writes; rejects with `TooFewReplicas` when
   * they do not within `ms`. The connection must be the one that wrote (`epoch`): a fresh one has written nothing, so
   * WAIT would hold for it at once.
   */
  wait(master: Master, epoch: number, ms: number): Promise<void>;
  /** True if any replica must hold a write; also true while nobody knows. */
  required(): boolean;
}

/**
 * `most`: the replicas that must hold a step; undefined: as many as were attached when one was first asked for. One
 * that still copies counts: its operator meant to have it, so nothing is built on a step before it follows.
 */
export const createReplicated = (most?: number): Replicated => {
  const known = new Map<string, Replicas & { readonly at: number }>();
  let must = most;
  return {
    required: () => must !== 0,
    wait: async (master, epoch, ms) => {
      if (must === 0) return;
      const last = known.get(master.name);
      const fresh = last !== undefined && performance.now() - last.at < askAgainMs;
      const { attached, following } = fresh ? last : await replicasOf(master);
      if (!fresh) known.set(master.name, { attached, following, at: performance.now() });
      must ??= attached;
      if (must === 0) return;
      // WAIT holds up every other step of the connection, so it is not used when too few replicas exist.
      if (following < must)
        throw new TooFewReplicas(
          `Redis at ${master.name} has ${following} of ${must} replicas: nothing is sent until they are back`,
        );
      const acknowledged = Number(await master.send(["WAIT", String(must), String(Math.max(1, Math.floor(ms)))]));
      if (acknowledged < must)
        throw new TooFewReplicas(`${acknowledged} of ${must} replicas of Redis at ${master.name} acknowledged a step`);
      if (master.epoch() !== epoch)
        throw new JournalUnavailable("The connection was lost before a replica acknowledged");
    },
  };
};
