import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readRules } from "../../../src/adapters/files/rules.js";
import { recipientZones } from "../../../src/domain/country/recipient-zones.js";

const rules = readRules("data");
const clock = (e164: string, given?: string) => recipientZones(rules, e164, given);

describe("the clock that a text shows", () => {
  test.each([
    ["India has one", "+919876543210", undefined, "Asia/Calcutta", "number"],
    ["Portugal's mobiles: not the Azores", "+351912345678", undefined, "Europe/Lisbon", "main"],
    ["Brazil's", "+5500123456789", undefined, "America/Sao_Paulo", "main"],
    ["Britain's: not Guernsey", "+447400123456", undefined, "Europe/London", "main"],
    ["Idaho: not Los Angeles", "+12085551234", undefined, "America/Boise", "main"],
    ["Newfoundland: not Halifax", "+17095551234", undefined, "America/St_Johns", "main"],
    ["a person who says so", "+351912345678", "Atlantic/Azores", "Atlantic/Azores", "person"],
    ["a person elsewhere", "+919876543210", "Europe/London", "Europe/London", "person"],
    ["a zone that is none", "+351912345678", "Mars/Phobos", "Europe/Lisbon", "main"],
  ])("%s", (_, e164, given, zone, from) => {
    const found = clock(e164, given);
    expect(found.from).toBe(from);
    expect(["Asia/Kolkata", "Asia/Calcutta"].includes(found.clock!) ? "Asia/Calcutta" : found.clock).toBe(zone);
  });
});

describe("the zones that hours must suit", () => {
  test("all of the number's, unless the person is in one of them", () => {
    expect(clock("+351912345678").zones).toEqual(["Atlantic/Azores", "Europe/Lisbon"]);
    expect(clock("+351912345678", "Europe/Lisbon").zones).toEqual(["Europe/Lisbon"]);
    expect(clock("+351912345678", "Asia/Kolkata").zones).toEqual(["Atlantic/Azores", "Europe/Lisbon"]);
  });
  test("the same list each time, by which quiet hours remember", () => {
    expect(clock("+351912345678", "Europe/Lisbon").zones).toBe(clock("+351912345678", "Europe/Lisbon").zones);
  });
});

test("every number of several zones has its main one among them", () => {
  const { zones, prefixes } = JSON.parse(readFileSync("data/phone-zones.json", "utf8")) as {
    zones: string[];
    prefixes: Record<string, number[]>;
  };
  const several = Object.entries(prefixes).filter(([, indexes]) => indexes.length > 1);
  expect(several.length).toBeGreaterThan(200);
  for (const [prefix, indexes] of several) {
    const main = recipientZones({ ...rules, zones: rules.zones }, `+${prefix}`, undefined);
    expect(main.from, prefix).toBe("main");
    expect(indexes.map((index) => zones[index])).toContain(main.clock);
  }
  // Nothing but a listed zone is ever taken: the first of a list would be the alphabet's choice.
  const listed = Object.values(JSON.parse(readFileSync("data/main-zones.json", "utf8")).zones as object);
  for (const [prefix] of several)
    expect(listed, prefix).toContain(recipientZones(rules, `+${prefix}`, undefined).clock);
});
