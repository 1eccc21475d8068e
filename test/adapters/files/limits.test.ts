import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { limitsFaults, readLimits } from "../../../src/adapters/files/limits.js";
import { createLimitsStore } from "../../../src/adapters/files/limits-store.js";

const folder = mkdtempSync(join(tmpdir(), "limits-"));
const file = (content: string): string => {
  const path = join(folder, "limits.yaml");
  writeFileSync(path, content);
  return path;
};

const whole = `
money:
  zone: Asia/Kolkata
  month: 100.00
  day: 10.00
  class: { promotional: { month: 40.00 } }
  country: { US: { day: 2.00 } }
  caller: { shop: { day: 5.00 } }
  otpReserve: 10%
  unpriced: highest
recipient:
  promotional: { day: 2, week: 5 }
  transactional: { hour: 10, day: 30 }
  template: { order_status_update: { hour: 5 } }
  deadNumbers: refuse
otp: { hour: 2000 }
`;

test("every field is read, money in micro-USD", () => {
  const { deadNumbers, money, otpPerHour, recipient, unpriced } = readLimits(file(whole));
  expect(money).toEqual({
    zone: "Asia/Kolkata",
    month: 100_000_000,
    day: 10_000_000,
    class: new Map([["promotional", { month: 40_000_000 }]]),
    country: new Map([["US", { day: 2_000_000 }]]),
    caller: new Map([["shop", { day: 5_000_000 }]]),
    otpReserve: 0.1,
  });
  expect(recipient).toEqual({
    class: new Map([
      ["promotional", { day: 2, week: 5 }],
      ["transactional", { hour: 10, day: 30 }],
    ]),
    template: new Map([["order_status_update", { hour: 5 }]]),
  });
  expect([deadNumbers, otpPerHour, unpriced]).toEqual(["refuse", 2_000, "highest"]);
});

describe("a file that cannot be used", () => {
  test("is told of with every fault at once, each with its line", () => {
    const faults = limitsFaults(
      file(`money:
  zone: Mars/Olympus
  month: -1
  weekly: 3
  country: { usa: { day: 2.00 } }
  otpReserve: 10
recipient:
  promotional: { day: 1.5 }
  templates: {}
`),
    );
    const lines = faults.map((fault) => fault.split(":")[0]);
    expect(lines.sort()).toEqual(["line 1", "line 2", "line 3", "line 5", "line 6", "line 7", "line 8"]);
    expect(faults.join("\n")).toMatch(/money\.zone: must be an IANA time zone such as Asia\/Kolkata/u);
    expect(faults.join("\n")).toMatch(/has no field weekly/u);
  });

  test.each([
    ["a day above its month", "money: { month: 1, day: 2 }", /line 1: money\.day: is more than the month's limit/u],
    ["a month of -0", "money: { month: -0 }", /line 1: money\.month: must not be -0; leave the sign out/u],
    ["a budget of no codes", "otp: { hour: 0 }", /otp\.hour: /u],
    [
      "a country that no number is of",
      "money: { country: { UK: { day: 1 } } }",
      /line 1: money\.country\.UK: must be an ISO 3166-1 alpha-2 code such as IN/u,
    ],
    ["a share of nothing", "money: { otpReserve: 10% }", /otpReserve: is a share of month and day; set one of them/u],
    ["no YAML", "money: [", /^line 1: /u],
  ])("%s", (_, content, says) => expect(limitsFaults(file(content)).join("\n")).toMatch(says));

  test("is there, or it says so", () =>
    expect(limitsFaults(join(folder, "none.yaml"))[0]).toMatch(/^there is no file .*none\.yaml$/u));
});

test("an empty file limits nothing", () => expect(limitsFaults(file(""))).toEqual([]));

test("read again, it holds at once; faulty, the old one stays", () => {
  const path = file("money: { day: 1 }");
  const store = createLimitsStore(path);
  file("money: { day: 2 }");
  expect([store.current().money.day, store.reload(), store.current().money.day]).toEqual([1_000_000, [], 2_000_000]);
  file("money: { day: x }");
  expect([store.reload().length, store.current().money.day]).toEqual([1, 2_000_000]);
});

/** Nine lists, each of nine aliases of the one before: written out they would fill the memory. */
const bomb = [
  "a: &a [x, x]",
  ..."bcdefghij".split("").map((name, at) => `${name}: &${name} [${`*${"abcdefghi"[at]}, `.repeat(9)}]`),
].join("\n");

describe("a file that is read again while it is no good leaves the limits that are in use", () => {
  test.each<[string, string, RegExp]>([
    ["half of it", "money: { mon", /^line 1: Flow map/u],
    ["emptied, before it is written", "", /^the file is empty; write \{\} where nothing is limited$/u],
    ["a comment alone", "# money\n", /^the file is empty/u],
    ["aliases of aliases", bomb, /^line 1: Excessive alias count/u],
    ["nested too deep for the stack", "[".repeat(200_000), /^line 1: is nested more than 100 times$/u],
    ["the same in blocks", "- ".repeat(200_000), /^line 1: is nested more than 100 times$/u],
    ["larger than any", `${"# x".repeat(400_000)}`, /^it is larger than 1 MiB$/u],
    ["bytes of another kind", "\u0000\u0001PK\u0003\ufffd".repeat(1_000), /^line 1: /u],
  ])("%s", (_, content, says) => {
    const store = createLimitsStore(file("money: { day: 1 }"));
    const before = store.current();
    file(content);
    const faults = store.reload();
    expect(faults[0]).toMatch(says);
    expect(faults.length).toBeLessThanOrEqual(20);
    expect(store.current()).toBe(before);
  });

  test("no limits are written as {}, and an empty file is read where there were none", () => {
    const store = createLimitsStore(file("money: { day: 1 }"));
    file("{}");
    expect([store.reload(), store.current().money.day]).toEqual([[], undefined]);
    const none = createLimitsStore(file(""));
    expect(none.reload()).toEqual([]);
  });
});
