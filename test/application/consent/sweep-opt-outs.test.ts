import { describe, expect, test } from "vitest";
import { createMemorySweepStore } from "../../../src/adapters/memory/sweep-store.js";
import { createSweepOptOuts } from "../../../src/application/consent/sweep-opt-outs.js";
import { type OptOutList, OptOutListUnavailable } from "../../../src/application/ports/opt-out-list.js";
import { consentStage } from "../../support/consent-stage.js";
import { settled } from "../../support/manual-clock.js";

const numbers = Array.from({ length: 1_050 }, (_, at) => `+9198765${String(40_000 + at)}`);
const never = new AbortController().signal;

const sweeping = () => {
  const stage = consentStage();
  const listed = new Set(numbers);
  const asked: (string | undefined)[] = [];
  /** Before these calls, counted from 1, the list fails so. */
  const faults = new Map<number, Error>();
  const optOutList: OptOutList = {
    page: async (next) => {
      asked.push(next);
      const fault = faults.get(asked.length);
      if (fault !== undefined) throw fault;
      const left = [...listed].sort().filter((number) => number > (next ?? ""));
      return { numbers: left.slice(0, 100), next: left.length > 100 ? left[99] : undefined };
    },
    optIn: async (to) => void listed.delete(to),
  };
  const sweepStore = createMemorySweepStore({ clock: stage.clock });
  const randomness = { below: () => 0, uuid: () => `holder-${asked.length}` };
  /** Runs a sweep, moving the clock on whenever it waits. */
  const sweep = async (stop = never) => {
    let over = false;
    const swept = createSweepOptOuts({ ...stage, optOutList, randomness, sweepStore })(stop).finally(() => {
      over = true;
    });
    swept.catch(() => undefined);
    while (!over) {
      await settled();
      await stage.clock.advance(200);
    }
    return swept;
  };
  const isOut = async (to: string) => (await stage.standing(to, "transactional")).optedOut;
  return { ...stage, listed, asked, faults, sweep, sweepStore, isOut };
};

describe("a sweep of AWS's list", () => {
  test("1,050 numbers are 11 pages, not faster than 5 calls a second, and all of them are opted out of everything", async () => {
    const { asked, clock, isOut, published, sweep } = sweeping();
    const began = clock.monotonic();
    expect(await sweep()).toEqual({ kind: "complete", pages: 11, numbers: 1_050, added: 1_050, removed: 0 });
    expect(asked).toHaveLength(11);
    expect(clock.monotonic() - began).toBeGreaterThanOrEqual(10 * 200);
    expect(await Promise.all([numbers[0]!, numbers[1_049]!].map(isOut))).toEqual([true, true]);
    expect(published.filter(({ topic }) => topic === "sms.consent")).toHaveLength(1_050);
  });

  test("killed at page 6 it goes on there", async () => {
    const { asked, clock, faults, sweep } = sweeping();
    faults.set(6, new OptOutListUnavailable("the process died", false));
    await expect(sweep()).rejects.toThrow("the process died");
    // Its lease ends with nobody to keep it.
    await clock.advance(60_000);
    expect(await sweep()).toMatchObject({ kind: "complete", pages: 11, added: 550 });
    expect(asked).toHaveLength(12);
    expect(asked[6]).toBe(asked[5]);
  });

  test("where AWS refuses the page at which a sweep would go on, it begins again at once", async () => {
    const { asked, clock, faults, isOut, listed, sweep } = sweeping();
    await sweep();
    const [gone] = numbers;
    listed.delete(gone!);
    faults.set(17, new OptOutListUnavailable("the process died", false));
    await expect(sweep()).rejects.toThrow("the process died");
    await clock.advance(60_000);
    faults.set(18, new OptOutListUnavailable("ListPhoneNumbersOptedOut: InvalidParameter, HTTP 400", false, true));
    expect(await sweep()).toMatchObject({ kind: "complete", pages: 11, numbers: 1_049, removed: 1 });
    expect(asked.slice(16, 20)).toEqual([asked[16], asked[16], undefined, asked[12]]);
    expect(await isOut(gone!)).toBe(false);
  });

  test("a list that refuses every page is asked for the first one once a run, and keeps the sweep's place", async () => {
    const { asked, clock, faults, sweep } = sweeping();
    const refused = new OptOutListUnavailable("ListPhoneNumbersOptedOut: AuthorizationError, HTTP 403", false, true);
    for (const call of [6, 7]) faults.set(call, refused);
    await expect(sweep()).rejects.toThrow("AuthorizationError");
    expect(asked.slice(5)).toEqual([asked[5], undefined]);
    await clock.advance(60_000);
    expect(await sweep()).toMatchObject({ kind: "complete", pages: 11, added: 550 });
    expect(asked[7]).toBe(asked[5]);
  });

  test("throttled calls are made again; another worker's sweep is left alone", async () => {
    const { faults, sweep, sweepStore } = sweeping();
    faults.set(2, new OptOutListUnavailable("ListPhoneNumbersOptedOut: Throttled, HTTP 429", true));
    await sweepStore.hold("another", 60_000);
    expect(await sweep()).toEqual({ kind: "held" });
    await sweepStore.save("another", await sweepStore.read());
    expect(await sweep()).toMatchObject({ kind: "complete", pages: 11 });
  });

  test("who left the list comes back with the next complete sweep only", async () => {
    const { faults, isOut, listed, asked, clock, sweep } = sweeping();
    await sweep();
    const [gone] = numbers;
    listed.delete(gone!);
    faults.set(asked.length + 5, new OptOutListUnavailable("cut", false));
    await expect(sweep()).rejects.toThrow("cut");
    expect(await isOut(gone!)).toBe(true);
    await clock.advance(60_000);
    expect(await sweep()).toMatchObject({ kind: "complete", removed: 1 });
    expect(await isOut(gone!)).toBe(false);
  });

  test("a number that stopped us itself stays, though it leaves the list", async () => {
    const { isOut, listed, clock, standing, sweep, takeInbound } = sweeping();
    const [own] = numbers;
    await takeInbound({ from: own!, text: "STOPALL", at: clock.now(), inboundId: "1", provider: "eum" });
    await clock.advance(1);
    await sweep();
    listed.delete(own!);
    await clock.advance(1);
    expect(await sweep()).toMatchObject({ removed: 1 });
    expect(await isOut(own!)).toBe(true);
    expect((await standing(own!, "promotional")).by?.source).toBe("keyword");
  });

  test("a START of ours resumes until the list, read after it, still names the number", async () => {
    const { isOut, clock, sweep, takeInbound } = sweeping();
    const [own] = numbers;
    await sweep();
    await takeInbound({ from: own!, text: "START", at: clock.now(), inboundId: "1", provider: "eum" });
    expect(await isOut(own!)).toBe(false);
    await clock.advance(1);
    expect(await sweep()).toMatchObject({ added: 1 });
    expect(await isOut(own!)).toBe(true);
  });
});
