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
/**
 * So long after its start, and after a correction of its own, a worker takes what others added since: its own clock may be
 * the one at fault.
 */
const graceMs = 60_000;

/**
 * Between two readings the clock follows its worker's monotonic clock. When Redis's clock jumps, forth or back again, the
 * first worker to see it writes down the correction, so that leases, due times and deadlines never see the jump, even in
 * workers that start later. A worker whose own clock jumped alike was asleep: it takes Redis's time.
 */
export const createSharedClock = ({ steps, shard, monotonic, wall }: ClockNeeds): SharedClock => {
  /**
   * The offset to add to `monotonic`, the lead of this machine's clock over `monotonic` then, and what was added to
   * Redis's clock.
   */
  let base: { readonly offset: number; readonly own: number; readonly added: number } | undefined;
  let yieldsUntil = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;

  const ask = (op: string, ...args: string[]) => steps()({ op, tag: shard, keys: [], args });

  const read = async (): Promise<void> => {
    const asked = monotonic();
    readAt = asked;
    const [, time, skew] = await ask("clock");
    const answered = monotonic();
    const own = wall() - answered;
    const middle = (asked + answered) / 2;
    const added = Number(skew);
    const offset = Number(time) + added - middle;
    if (base === undefined) {
      base = { offset, own, added };
      yieldsUntil = answered + graceMs;
      return;
    }
    const jumped = offset - base.offset;
    const slack = answered - asked;
    const isJump = (ms: number) => Math.abs(ms) > jumpMs + slack;
    if (!isJump(jumped)) {
      base = slack <= soonMs ? { offset, own, added } : { ...base, added };
      return;
    }
    const wasAsleep = !isJump(own - base.own - jumped);
    const isByOthers = !isJump(added - base.added - jumped);
    if (wasAsleep || (isByOthers && answered < yieldsUntil)) {
      base = { offset, own, added };
      return;
    }
    yieldsUntil = answered + graceMs;
    const correction = Math.round(base.offset + middle - Number(time));
    const [word] = await ask("reclock", String(skew), String(correction));
    if (word === "ok") base = { ...base, added: correction };
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
