/** The parts per second that all workers share, and what they learned of the gateway's own limit. */
export interface TokenBucket {
  readonly tokens: number;
  /** When `tokens` was true, in epoch ms. */
  readonly at: number;
  /** The share of the setting that goes at present: 1 where the gateway never throttled. */
  readonly factor: number;
  /** When the gateway throttled last; 0: never. */
  readonly cutAt: number;
  /** When `factor` changed last; 0: never. */
  readonly changedAt: number;
}

export interface BucketAsk {
  /** Parts per second. */
  readonly rate: number;
  /** Parts of each text that waits, in the order in which they shall go; at least one text. */
  readonly texts: readonly number[];
  /** The share of the bucket that is left to the lanes before this one. */
  readonly kept: number;
}

/** `taken`: so many texts, from the first, may go. Where it is 0, ask again after `waitMs`. */
export interface BucketAnswer {
  readonly taken: number;
  readonly waitMs: number;
}

/**
 * The parts a bucket holds at this rate per second: 100 ms worth, one at least. A bucket of a whole second lets 61 s
 * worth go in the first minute after an idle one; this one exceeds the rate by a sixth of a percent of a minute.
 */
export const bucketHolds = (rate: number): number => Math.max(1, rate / 10);

/** One question may take 50 ms worth: half a bucket, so that workers share it evenly. */
export const atOnce = (rate: number): number => Math.max(1, Math.floor(rate / 20));

/** One burst of texts is throttled many times: what comes within so many ms of a cut tells nothing new. */
const cutEveryMs = 2_000;
const cutTo = 0.5;
const raiseEveryMs = 10_000;
const raiseBy = 0.05;
/** A factor that nothing changed for so long is forgotten: the gateway's limit may be gone. */
const forgetMs = 600_000;
/** A rounding error must not hold a text back for another millisecond. */
const rounding = 1e-6;

export const newBucket = (now: number): TokenBucket => ({ tokens: 1, at: now, factor: 1, cutAt: 0, changedAt: 0 });

/** The share of the setting that goes now. */
export const factorOf = ({ changedAt, factor }: TokenBucket, now: number): number =>
  now - changedAt >= forgetMs ? 1 : factor;

const filled = (bucket: TokenBucket, rate: number, factor: number, now: number): number =>
  Math.min(bucketHolds(rate * factor), bucket.tokens + (Math.max(0, now - bucket.at) * rate * factor) / 1_000);

/**
 * Takes tokens for the first of the texts, and for those behind it as far as whole tokens for them are there. A first
 * text of more parts than the bucket holds waits for a full bucket, which then owes them. The factor grows while texts
 * wait, never while nothing does. Redis runs the same rule: adapters/redis/rate/throttle.lua.
 */
export const takeTokens = (
  found: TokenBucket,
  { rate, texts, kept }: BucketAsk,
  now: number,
): { readonly bucket: TokenBucket; readonly answer: BucketAnswer } => {
  const factor = factorOf(found, now);
  const effective = rate * factor;
  const most = bucketHolds(effective);
  let tokens = filled(found, rate, factor, now);
  const needed = Math.min(texts[0]! + kept * most, most);
  let taken = 0;
  if (tokens + rounding >= needed) {
    tokens -= texts[0]!;
    taken = 1;
    let left = atOnce(effective) - texts[0]!;
    for (const parts of texts.slice(1)) {
      if (parts > left || tokens + rounding < parts + kept * most) break;
      tokens -= parts;
      left -= parts;
      taken += 1;
    }
  }
  const raised = taken < texts.length && factor < 1 && now - found.changedAt >= raiseEveryMs;
  const bucket = {
    tokens,
    at: now,
    factor: raised ? Math.min(1, factor + raiseBy) : factor,
    cutAt: found.cutAt,
    changedAt: raised ? now : found.changedAt,
  };
  const waitMs = taken > 0 ? 0 : Math.max(1, Math.ceil(((needed - tokens) / effective) * 1_000));
  return { bucket, answer: { taken, waitMs } };
};

/** The gateway throttled a text: half of the rate from now on, one part a second at least. undefined: it was cut just now. */
export const slowed = (found: TokenBucket, rate: number, now: number): TokenBucket | undefined => {
  if (now - found.cutAt < cutEveryMs) return undefined;
  const before = factorOf(found, now);
  const factor = Math.max(Math.min(1, 1 / rate), before * cutTo);
  const tokens = Math.min(filled(found, rate, before, now), bucketHolds(rate * factor));
  return { tokens, at: now, factor, cutAt: now, changedAt: now };
};
