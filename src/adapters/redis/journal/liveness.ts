import { randomBytes } from "node:crypto";
import type { Steps } from "./batched-steps.js";

/** The processes that share a journal and still live. */
export interface Liveness {
  /** This process, as its claims name it. */
  readonly self: string;
  /** Begins to say that this process lives. */
  start(): void;
  /**
   * True once a process was surely silent for long; asked about it again and again. False where that is not known: its
   * lease decides.
   */
  isDead(asker: string): Promise<boolean>;
  stop(): void;
}

interface LivenessNeeds {
  readonly steps: () => Steps;
  /** True once steps may be asked. */
  readonly ready: () => boolean;
  /** Milliseconds that nobody sets. */
  readonly monotonic: () => number;
}

const beatMs = 500;
/** Silent for so long, and looked at for so long meanwhile: together three seconds. */
const silentMs = 2_000;
const watchedMs = 1_000;
/** A process that has just begun has not heard the others for long. */
const heardMs = 3_000;
/**
 * Others may come back later than this process from an absence of Redis. Meanwhile what they sent stands under leases, which
 * last for so long.
 */
const backMs = 10_000;

interface Seen {
  readonly beat: number;
  /** When it was first seen to be silent. */
  readonly since: number;
}

/** The most processes watched at once: more than a deployment has. */
const mostSeen = 1_000;

export const createLiveness = ({ steps, ready, monotonic }: LivenessNeeds): Liveness => {
  const self = randomBytes(6).toString("base64url");
  const seen = new Map<string, Seen>();
  const looks = new Map<string, Promise<boolean>>();
  let reachableSince = Number.POSITIVE_INFINITY;
  let wasAway = false;
  let timer: NodeJS.Timeout | undefined;

  const ask = (op: string, asker: string) => steps()({ op, tag: "workers", keys: [`alive:${asker}`], args: [] });

  const beat = (): void => {
    if (!ready()) return;
    ask("beat", self).then(
      () => {
        reachableSince = Math.min(reachableSince, monotonic());
      },
      () => {
        reachableSince = Number.POSITIVE_INFINITY;
        wasAway = true;
      },
    );
  };

  const look = async (asker: string): Promise<boolean> => {
    const [, beatAt, now] = await ask("lastBeat", asker);
    const last = Number(beatAt);
    // Never heard of: a process of an earlier version says nothing.
    if (last === 0 || Number(now) - last < silentMs) {
      seen.delete(asker);
      return false;
    }
    const at = monotonic();
    const known = seen.get(asker);
    if (known?.beat === last)
      return at - known.since >= watchedMs && at - reachableSince >= (wasAway ? backMs : heardMs);
    if (seen.size >= mostSeen) seen.clear();
    seen.set(asker, { beat: last, since: at });
    return false;
  };

  return {
    self,
    start: () => {
      timer ??= setInterval(beat, beatMs).unref();
    },
    /** Many messages of one process are met at once: one question answers for all. */
    isDead: (asker) => {
      if (asker === self || asker === "") return Promise.resolve(false);
      const under = looks.get(asker);
      if (under !== undefined) return under;
      const asked = look(asker)
        .catch(() => false)
        .finally(() => looks.delete(asker));
      looks.set(asker, asked);
      return asked;
    },
    stop: () => clearInterval(timer),
  };
};
