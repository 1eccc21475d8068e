import { describe, expect, test } from "vitest";
import {
  type BucketAsk,
  factorOf,
  newBucket,
  slowed,
  takeTokens,
  type TokenBucket,
} from "../../../src/domain/rate/token-bucket.js";

const now = 1_000_000;

const bucket = (change: Partial<TokenBucket> = {}): TokenBucket => ({ ...newBucket(now), ...change });
/** 100 parts a second: a bucket of 10 parts, 5 of them at once. */
const taken = (found: TokenBucket, ask: Partial<BucketAsk> = {}, at = now) =>
  takeTokens(found, { rate: 100, texts: [1], kept: 0, ...ask }, at);

describe("how many of the texts that wait go", () => {
  test.each<[string, Partial<TokenBucket>, Partial<BucketAsk>, number, number, number]>([
    ["one part, and one token", { tokens: 1 }, {}, 1, 0, 0],
    ["none: a part takes 10 ms to fill", { tokens: 0 }, {}, 0, 10, 0],
    ["half a token is no token", { tokens: 0.5 }, {}, 0, 5, 0.5],
    ["a rounding error is no wait", { tokens: 1 - 1e-9 }, {}, 1, 0, -1e-9],
    ["half a bucket at once, so that workers share", { tokens: 10 }, { texts: [1, 1, 1, 1, 1, 1, 1] }, 5, 0, 5],
    ["whole texts only", { tokens: 10 }, { texts: [3, 3] }, 1, 0, 7],
    ["to the last token of the half", { tokens: 10 }, { texts: [3, 2, 1] }, 2, 0, 5],
    ["no further than the tokens", { tokens: 3 }, { texts: [1, 1, 1, 1] }, 3, 0, 0],
    ["what is behind one that does not fit waits too", { tokens: 4 }, { texts: [1, 4, 1] }, 1, 0, 3],
    ["more parts than a bucket holds: a full one, that then owes", { tokens: 10 }, { texts: [25] }, 1, 0, -15],
    ["and not a full one yet", { tokens: 9 }, { texts: [25] }, 0, 10, 9],
    ["what is owed is earned first", { tokens: -15 }, {}, 0, 160, -15],
    ["a third is left to codes", { tokens: 4 }, { kept: 1 / 3 }, 0, 4, 4],
    ["above the third", { tokens: 4.4 }, { kept: 1 / 3, texts: [1, 1] }, 1, 0, 3.4],
    ["the second text leaves it too", { tokens: 5.4 }, { kept: 1 / 3, texts: [1, 1, 1] }, 2, 0, 3.4],
    [
      "a lane that leaves a full bucket to others goes from a full one alone",
      { tokens: 10 },
      { kept: 1, texts: [1] },
      1,
      0,
      9,
    ],
    [
      "at a tenth of the rate the bucket is one part",
      { tokens: 1, factor: 0.1, changedAt: now },
      { texts: [1, 1] },
      1,
      0,
      0,
    ],
    ["and a part takes ten times as long", { tokens: 0, factor: 0.1, changedAt: now }, {}, 0, 100, 0],
  ])("%s", (_, found, ask, count, waitMs, left) => {
    const { bucket: after, answer } = taken(bucket(found), ask);
    expect(answer).toEqual({ taken: count, waitMs });
    expect(after.tokens).toBeCloseTo(left, 10);
  });
});

describe("how the bucket fills", () => {
  test.each<[string, Partial<TokenBucket>, number, number]>([
    ["20 ms are two parts", { tokens: 1 }, 20, 3],
    ["no further than full", { tokens: 9 }, 60_000, 10],
    ["not at all while the clock stands before it", { tokens: 1 }, -500, 1],
    ["at half the rate half as fast", { tokens: 1, factor: 0.5, changedAt: now }, 20, 2],
    ["and half as full", { tokens: 1, factor: 0.5, changedAt: now }, 5_000, 5],
  ])("%s", (_, found, afterMs, tokens) => {
    expect(taken(bucket(found), {}, now + afterMs).bucket.tokens).toBeCloseTo(tokens - 1, 10);
  });
});

describe("what the gateway's throttling teaches", () => {
  test.each<[string, Partial<TokenBucket>, Partial<TokenBucket> | undefined]>([
    ["half of the rate, and no more tokens than that holds", { tokens: 10 }, { tokens: 5, factor: 0.5 }],
    ["tokens that are fewer stay", { tokens: 2 }, { tokens: 2, factor: 0.5 }],
    ["half of the half", { factor: 0.5, changedAt: now - 3_000, cutAt: now - 3_000 }, { factor: 0.25 }],
    ["one part a second at least", { factor: 0.01, changedAt: now - 3_000, cutAt: now - 3_000 }, { factor: 0.01 }],
    ["a cut less than two seconds ago counts for the burst", { cutAt: now - 1_999 }, undefined],
    ["one of two seconds ago does not", { cutAt: now - 2_000 }, { factor: 0.5 }],
    [
      "a limit that nobody met for ten minutes is forgotten",
      { factor: 0.1, changedAt: now - 600_000 },
      { factor: 0.5 },
    ],
  ])("%s", (_, found, expected) => {
    const after = slowed(bucket(found), 100, now);
    if (expected === undefined) expect(after).toBeUndefined();
    else expect(after).toMatchObject({ at: now, cutAt: now, changedAt: now, ...expected });
  });

  test("a setting below one part a second is not raised by it", () => {
    expect(slowed(bucket(), 0.5, now)?.factor).toBe(1);
  });

  test.each<[string, Partial<TokenBucket>, readonly number[], Partial<TokenBucket>]>([
    [
      "texts wait, ten seconds long: a twentieth more",
      { factor: 0.5, changedAt: now - 10_000 },
      [9, 9],
      { factor: 0.55, changedAt: now },
    ],
    ["a moment before", { factor: 0.5, changedAt: now - 9_999 }, [9, 9], { factor: 0.5, changedAt: now - 9_999 }],
    ["nothing is left waiting", { tokens: 5, factor: 0.5, changedAt: now - 10_000 }, [1], { factor: 0.5 }],
    ["never above the setting", { factor: 0.98, changedAt: now - 10_000 }, [9, 9], { factor: 1 }],
    ["nothing to raise", { changedAt: 0 }, [9, 9], { factor: 1, changedAt: 0 }],
  ])("%s", (_, found, texts, expected) => {
    expect(taken(bucket({ cutAt: 7, ...found }), { texts }).bucket).toMatchObject({ cutAt: 7, ...expected });
  });

  test.each([
    ["the share that was learned", 599_999, 0.3],
    ["after ten minutes the whole again", 600_000, 1],
  ])("%s", (_, afterMs, factor) => {
    expect(factorOf(bucket({ factor: 0.3, changedAt: now - afterMs }), now)).toBe(factor);
  });
});
