import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { slotsOf } from "../../../src/web/kit/slots.js";

describe("rows of a long list", () => {
  const ten = Array.from({ length: 5 }, () => 10);
  test.each([
    [
      "all in sight",
      { top: 0, bottom: 50 },
      [],
      [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }, { index: 4 }],
    ],
    ["the first", { top: -400, bottom: 10 }, [], [{ index: 0 }, { index: 1, room: 40 }]],
    [
      "one that is half in sight",
      { top: 15, bottom: 20 },
      [],
      [{ index: 0, room: 10 }, { index: 1 }, { index: 2, room: 30 }],
    ],
    ["the last", { top: 49, bottom: 900 }, [], [{ index: 0, room: 40 }, { index: 4 }]],
    [
      "one that is kept, far away",
      { top: 0, bottom: 5 },
      [3],
      [{ index: 0 }, { index: 1, room: 20 }, { index: 3 }, { index: 4, room: 10 }],
    ],
    ["nothing in sight", { top: 90, bottom: 99 }, [], [{ index: 0, room: 50 }]],
    ["one that is kept and is not there", { top: 0, bottom: 10 }, [-1], [{ index: 0 }, { index: 1, room: 40 }]],
  ])("%s", (_, sight, kept, slots) => expect(slotsOf(ten, sight, new Set(kept))).toEqual(slots));

  test("the list is as high as all its rows, each is drawn or has its room, in order", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 60 }),
        fc.integer({ min: -500, max: 9_000 }),
        fc.nat(2_000),
        fc.uniqueArray(fc.nat(70), { maxLength: 3 }),
        (heights, top, height, kept) => {
          const slots = slotsOf(heights, { top, bottom: top + height }, new Set(kept));
          const drawn = slots.flatMap(({ index, room }) => (room === undefined ? [index] : []));
          expect(slots.reduce((sum, { index, room }) => sum + (room ?? heights[index]!), 0)).toBe(
            heights.reduce((sum, one) => sum + one, 0),
          );
          expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
          expect(drawn).toEqual(expect.arrayContaining(kept.filter((index) => index < heights.length)));
          const rooms = slots.flatMap(({ room }, at) => (room === undefined ? [] : [at]));
          expect(
            rooms.every((at) => slots[at + 1]?.room === undefined),
            "two rooms are one",
          ).toBe(true);
        },
      ),
    ));
});
