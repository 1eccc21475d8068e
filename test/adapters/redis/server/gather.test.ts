import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createGather } from "../../../../src/adapters/redis/server/gather.js";

const turn = (): Promise<void> => vi.advanceTimersByTimeAsync(1).then(() => undefined);

/** A server that answers when it is told to, and what it was handed so far. */
const aServer = () => {
  const handed: (readonly string[])[] = [];
  const answers: (() => void)[] = [];
  const hear = (kind: string) => (all: readonly string[]) => {
    handed.push(all.map((one) => `${kind} ${one}`));
    return new Promise<void>((resolve) => answers.push(resolve));
  };
  return { handed, hear, answer: () => answers.shift()!() };
};

describe("what is asked of one server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("goes together where it is asked for in one turn of the event loop, in its order", async () => {
    const { handed, hear } = aServer();
    const ask = createGather()(hear("step"));
    for (const one of ["a", "b", "c"]) ask(one);
    expect(handed).toEqual([]);
    await turn();
    expect(handed).toEqual([["step a", "step b", "step c"]]);
  });

  test("waits for the answer under way, of whatever kind, and then goes together", async () => {
    const { answer, handed, hear } = aServer();
    const gather = createGather();
    const [step, question] = [gather(hear("step")), gather(hear("question"))];
    step("a");
    await turn();
    step("b");
    await turn();
    question("c");
    step("d");
    await turn();
    expect(handed).toEqual([["step a"]]);
    answer();
    await turn();
    expect(handed).toEqual([["step a"], ["step b", "step d"], ["question c"]]);
  });

  test("goes at the end of this turn where one of it is urgent, with all that waits", async () => {
    const { handed, hear } = aServer();
    const gather = createGather();
    const [step, question] = [gather(hear("step"), (one) => one === "end"), gather(hear("question"))];
    step("a");
    await turn();
    question("b");
    step("c");
    await turn();
    step("end");
    expect(handed).toEqual([["step a"]]);
    await turn();
    expect(handed).toEqual([["step a"], ["question b"], ["step c", "step end"]]);
    await vi.advanceTimersByTimeAsync(100);
    expect(handed).toHaveLength(3);
  });

  test("takes along what the answer itself leads to", async () => {
    const gather = createGather();
    const handed: (readonly string[])[] = [];
    const ask = gather((all: readonly string[]) => {
      handed.push(all);
      return Promise.resolve().then(() => {
        if (handed.length === 1) ask("next");
      });
    });
    ask("first");
    ask("second");
    await turn();
    await turn();
    expect(handed).toEqual([["first", "second"], ["next"]]);
  });

  test("waits for no server that hangs, and once more for one that answers again", async () => {
    const { answer, handed, hear } = aServer();
    const ask = createGather()(hear("step"));
    ask("a");
    await turn();
    ask("b");
    await vi.advanceTimersByTimeAsync(19);
    expect(handed).toEqual([["step a"]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(handed).toEqual([["step a"], ["step b"]]);
    answer();
    answer();
    await turn();
    ask("c");
    await turn();
    expect(handed).toEqual([["step a"], ["step b"], ["step c"]]);
  });

  test("goes all at once where a part of it was answered before", async () => {
    const { answer, handed, hear } = aServer();
    const gather = createGather();
    const [step, question] = [gather(hear("step")), gather(hear("question"))];
    step("a");
    question("b");
    await turn();
    answer();
    step("c");
    await turn();
    expect(handed).toEqual([["step a"], ["question b"]]);
    answer();
    await turn();
    expect(handed.at(-1)).toEqual(["step c"]);
  });
});
