import { describe, expect, test } from "vitest";
import { WrongKeys } from "../../../src/adapters/http/wrong-keys.js";
import type { AuthFailure } from "../../../src/application/ports/meters.js";
import { ManualClock, settled } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

const stage = () => {
  const clock = new ManualClock();
  const logged: object[] = [];
  const counted: AuthFailure[] = [];
  const wrongKeys = new WrongKeys({
    clock,
    log: { ...silentLog, warn: (fields) => void logged.push(fields) },
    meters: { authFailure: (reason) => void counted.push(reason) },
  });
  /** Refuses so many; how many of them may be answered now. */
  const answeredOf = async (count: number, address = "203.0.113.7", reason: AuthFailure = "unknown") => {
    let answered = 0;
    for (let n = 0; n < count; n += 1)
      void wrongKeys.refused(address, reason).then(() => {
        answered += 1;
      });
    await settled();
    return { now: () => answered };
  };
  return { answeredOf, clock, counted, logged };
};

describe("wrong keys", () => {
  test("the 21st of a minute waits a second, and a minute later none does", async () => {
    const { answeredOf, clock } = stage();
    const answered = await answeredOf(25);
    expect(answered.now()).toBe(20);
    await clock.advance(1_000);
    expect(answered.now()).toBe(25);
    await clock.advance(60_000);
    expect((await answeredOf(1)).now()).toBe(1);
  });

  test.each<[string, string, string, number]>([
    ["another address has its own minute", "203.0.113.7", "203.0.113.8", 1],
    ["IPv4 in IPv6 is the same address", "203.0.113.7", "::ffff:203.0.113.7", 0],
    ["one subscriber of IPv6 has a /64", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 0],
    ["the next /64 is another's", "2001:db8:1:2::1", "2001:db8:1:3::1", 1],
  ])("%s", async (_, first, second, answered) => {
    const { answeredOf } = stage();
    await answeredOf(20, first);
    expect((await answeredOf(1, second)).now()).toBe(answered);
  });

  test.each<[AuthFailure, string]>([
    ["missing", "who sends no key guesses none"],
    ["scope", "a right key guesses none"],
  ])("%s never waits: %s", async (reason) => {
    const { answeredOf, counted } = stage();
    expect((await answeredOf(30, "203.0.113.7", reason)).now()).toBe(30);
    expect(counted).toEqual(Array.from({ length: 30 }, () => reason));
  });

  test("no more than 256 answers wait at once", async () => {
    const { answeredOf } = stage();
    expect((await answeredOf(20 + 256 + 10)).now()).toBe(30);
  });

  test("each class of address is logged once a minute, with what was not logged before, and no address", async () => {
    const { answeredOf, clock, logged } = stage();
    await answeredOf(3);
    await answeredOf(1, "192.168.1.7");
    await answeredOf(1, "::1");
    await clock.advance(60_000);
    await answeredOf(1);
    expect(logged).toEqual([
      { addressClass: "public", refused: 1 },
      { addressClass: "private", refused: 1 },
      { addressClass: "loopback", refused: 1 },
      { addressClass: "public", refused: 3 },
    ]);
  });
});
