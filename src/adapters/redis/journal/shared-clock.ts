import type { Steps } from "./batched-steps.js";

/** The clock that all workers share: Redis's, but that it never jumps. */
export interface SharedClock {
  /** Milliseconds since 1970; undefined before it was read once. */
  now(): number | undefined;
  /** Rereads Redis's time where the last reading is more than a second old; never rejects. */
  follow(): void;
  read(): Promise<void>;
  /** The lead of this machine's clock over Redis's, in ms. */
  ahead(): number;
}

interface ClockNeeds {
  readonly steps: () => Steps;
  readonly shard: string;
  /** Milliseconds that nobody sets. */
  readonly monotonic: () => number;
  /** This machine's clock. */
  readonly wall: () => number;
}

const everyMs = 1_000;
/** A clock that moved by more than this against the last reading has jumped: none drifts as fast. */
const jumpMs = 2_000;
/** Read within this, an answer tells the time well enough to follow. */
const soonMs = 500;
/** After a correction that did not last, somebody else's clock is at fault: ours, say, that stood still. */
const graceMs = 60_000;

/**
 * Between two readings the clock follows its worker's monotonic clock. When Redis's clock jumps, the first worker to
 * see it writes down the correction, so that leases, due times and deadlines never see the jump, even in workers that
 * start later. A worker whose own clock jumped alike was asleep: it takes Redis's time.
 */
export const createSharedClock = ({ steps, shard, monotonic, wall }: ClockNeeds): SharedClock => {
  /** The offset to add to `monotonic`, and the lead of this machine's clock over `monotonic` then. */
  let base: { readonly offset: number; readonly own: number } | undefined;
  let correctedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;

  const ask = (op: string, ...args: string[]) => steps()({ op, tag: shard, keys: [], args });

  const read = async (): Promise<void> => {
    const asked = monotonic();
    readAt = asked;
    const [, time, skew] = await ask("clock");
    const answered = monotonic();
    const own = wall() - answered;
    const middle = (asked + answered) / 2;
    const offset = Number(time) + Number(skew) - middle;
    if (base === undefined) {
      base = { offset, own };
      return;
    }
    const jumped = offset - base.offset;
    const slack = answered - asked;
    if (Math.abs(jumped) <= jumpMs + slack) {
      if (slack <= soonMs) base = { offset, own };
      return;
    }
    const wasAsleep = Math.abs(own - base.own - jumped) < jumpMs + slack;
    if (wasAsleep || answered - correctedAt < graceMs) {
      base = { offset, own };
      return;
    }
    correctedAt = answered;
    await ask("reclock", String(skew), String(Math.round(base.offset + middle - Number(time))));
  };

  return {
    now: () => (base === undefined ? undefined : Math.round(base.offset + monotonic())),
    follow: () => {
      if (monotonic() - readAt >= everyMs) read().catch(() => undefined);
    },
    read,
    ahead: () => (base === undefined ? 0 : wall() - (base.offset + monotonic())),
  };
};
