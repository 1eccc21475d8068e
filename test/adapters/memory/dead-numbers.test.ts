import { expect, test } from "vitest";
import { createMemoryDeadNumbers } from "../../../src/adapters/memory/dead-numbers.js";
import { noHistory } from "../../../src/domain/phone/number-history.js";
import { deadNumbersContract } from "../../contracts/dead-numbers.contract.js";
import { movedClock } from "../../support/moved-clock.js";

deadNumbersContract("memory", async () => {
  const clock = movedClock();
  return {
    deadNumbers: createMemoryDeadNumbers({ clock }),
    now: () => clock.now(),
    advance: clock.advance,
    close: async () => undefined,
  };
});

test("a full memory forgets the number heard of longest ago", async () => {
  const clock = movedClock();
  const deadNumbers = createMemoryDeadNumbers({ clock, mostNumbers: 2 });
  for (const who of ["a", "b", "a", "c"]) await deadNumbers.failed(who, clock.now());
  expect(await deadNumbers.ask("b")).toEqual(noHistory);
  for (const who of ["a", "c"]) expect(await deadNumbers.ask(who)).not.toEqual(noHistory);
});
