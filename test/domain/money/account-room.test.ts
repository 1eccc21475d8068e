import { expect, test } from "vitest";
import { accountMost, accountRoom, fitsAccount } from "../../../src/domain/money/account-room.js";

const account = { limit: 1_000, spent: 400, countedBy: "provider", period: "2026-11", own: 300 } as const;
const month = { spent: 250, reserved: 100, codes: 0, period: "2026-11" };

test.each([
  ["what was spent and reserved since the reading is taken off", month, 550],
  ["nothing since", { ...month, reserved: 50 }, 600],
  ["less than at the reading, as reservations were given back: the reading stands", { ...month, spent: 0 }, 600],
  ["a month that began since: all of it was spent since", { ...month, period: "2026-12" }, 250],
  ["a text of the month before the reading: the reading stands", { ...month, period: "2026-10" }, 600],
])("%s", (_, standing, room) => {
  expect(accountRoom(account, standing)).toBe(room);
  for (const over of [0, 1]) {
    const full = { ...account, spent: account.spent + room + over };
    expect(fitsAccount(full, standing, "otp")).toBe(over === 0);
    expect(standing.spent + standing.reserved <= accountMost(full, standing.period, "otp")).toBe(over === 0);
  }
});

/** Room at which each class still goes: 2 %, 1 % and nothing of the limit is left by it. */
test.each([
  ["promotional", 20],
  ["transactional", 10],
  ["otp", 0],
] as const)("%s stops below %d of 1,000", (of, least) => {
  const at = (room: number) => fitsAccount({ ...account, spent: 1_000 - room }, { ...month, reserved: 50 }, of);
  expect([at(least), at(least - 1)]).toEqual([true, false]);
});
