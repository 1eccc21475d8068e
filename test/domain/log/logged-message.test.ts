import { expect, test } from "vitest";
import { furtherOf, type LoggedMessage, rankOf } from "../../../src/domain/log/logged-message.js";

/** From what gives way to what stands. */
const order = [
  { status: "deferred", reason: null },
  { status: "failed", reason: "outcome-unknown" },
  { status: "failed", reason: "opted-out" },
  { status: "sent", reason: null },
  { status: "undelivered", reason: null },
  { status: "delivered", reason: null },
] as const;
const told = (at: number, second: number): LoggedMessage =>
  ({ ...order[at]!, occurredAt: new Date(second * 1_000) }) as LoggedMessage;

test("each state ranks above the one before it", () => {
  const ranks = order.map(rankOf);
  expect(ranks).toEqual([...new Set(ranks)].toSorted((one, other) => one - other));
});

test("the further state stands, however late the other was told, in either order", () => {
  for (let at = 1; at < order.length; at += 1) {
    const [low, high] = [told(at - 1, 9), told(at, 1)];
    expect([furtherOf(low, high), furtherOf(high, low)]).toEqual([high, high]);
  }
});

test("of two reports of one state the later stands, in either order", () => {
  const [early, late] = [told(3, 1), told(3, 2)];
  expect([furtherOf(early, late), furtherOf(late, early)]).toEqual([late, late]);
});
