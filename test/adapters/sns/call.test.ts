import { expect, test } from "vitest";
import { Call } from "../../../src/adapters/sns/call.js";

const openCall = async (connectTimeoutMs: number) => {
  const ended: string[] = [];
  const departure = { mayLeave: async () => true, left: () => undefined };
  const call = new Call({ connectTimeoutMs, requestTimeoutMs: 60_000 }, undefined, departure, ({ name }) =>
    ended.push(name),
  );
  expect(await call.mayLeave()).toBe(true);
  return { call, ended };
};

/** Holds up this process, timers and all. */
const freeze = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
};

test("a process that was frozen for longer than a text may take to leave lets it leave no more, before any timer says so", async () => {
  const { call, ended } = await openCall(1);
  freeze(2);
  expect([call.over, ended]).toEqual([true, []]);
  call.close();
});

test.each([
  ["that has time to leave", 60_000, () => undefined],
  ["that has left", 1, (call: Call) => call.leaves()],
])("a text %s is not over", async (_, connectTimeoutMs, act) => {
  const { call } = await openCall(connectTimeoutMs);
  act(call);
  freeze(2);
  expect(call.over).toBe(false);
  call.close();
});
