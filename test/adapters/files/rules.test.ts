import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readRules } from "../../../src/adapters/files/rules.js";
import { longestPrefix } from "../../../src/domain/phone/digit-trie.js";

const rules = readRules("data");
const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true });
});

/** The shipped data, with some files replaced. */
const dataWith = (files: Readonly<Record<string, unknown>>): string => {
  const dir = mkdtempSync(join(tmpdir(), "rules-"));
  dirs.push(dir);
  cpSync("data", dir, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, name), typeof content === "string" ? content : JSON.stringify(content));
  return dir;
};

describe("the shipped rules", () => {
  test("each has an id that names its country, a sentence, a source and a date", () => {
    for (const [country, all] of rules.countries)
      for (const rule of Object.values(all)) {
        // A territory has its mother country's hours, by their own name.
        const mother = country === "US" || !("windows" in rule) ? country : rule.id.slice(-2);
        expect(rule.id).toMatch(new RegExp(`^[a-z-]+/${mother}$`, "u"));
        expect(rule.says).not.toBe("");
        expect(rule.source).toMatch(/^https:\/\/./u);
        expect(rule.asOf).toMatch(/^\d{4}-\d\d-\d\d$/u);
      }
    expect(rules.asOf >= "2026-11-23").toBe(true);
  });

  test.each([
    ["Germany shows sender IDs", "DE", "sender", { id: "sender/DE", support: "allowed" }],
    ["Kenya registered ones only", "KE", "sender", { id: "sender/KE", support: "registered" }],
    ["Brazil none", "BR", "sender", { id: "sender/BR", support: "none" }],
    ["India's international route replaces them", "IN", "sender", { id: "sender-replaced/IN", support: "replaced" }],
    ["India's local route", "IN", "dlt", { regions: ["ap-south-1", "ap-south-2"] }],
    ["the United States", "US", "dedicatedNumber", { id: "dedicated-number/US" }],
    ["Guam, a territory", "GU", "dedicatedNumber", { id: "dedicated-number/GU" }],
    ["Singapore", "SG", "registeredSender", { id: "registered-sender/SG" }],
    ["Ireland", "IE", "scamLabel", { id: "scam-label/IE" }],
    ["China", "CN", "approvedTemplates", { id: "approved-templates/CN" }],
    ["France", "FR", "senderFormat", { pattern: /^[A-Za-z0-9]+$/u }],
    ["France", "FR", "optOutWords", { id: "opt-out-words/FR" }],
    ["the Emirates", "AE", "promotionalSender", { pattern: /^AD-/u }],
  ] as const)("%s: %s %s", (_, country, field, expected) =>
    expect(rules.countries.get(country)?.[field]).toMatchObject(expected),
  );

  test.each([
    ["IN", ["Asia/Kolkata"], [["0123456", 600, 1_260]], false],
    ["US", undefined, [["0123456", 480, 1_260]], false],
    [
      "CA",
      undefined,
      [
        ["12345", 540, 1_290],
        ["06", 600, 1_080],
      ],
      false,
    ],
    ["FR", ["Europe/Paris"], [["123456", 480, 1_290]], true],
    ["JO", ["Asia/Amman"], [["01234", 480, 1_260]], true],
    ["GB", ["Europe/London"], undefined, false],
  ])("%s's hours for promotions", (country, zones, windows, holidays) => {
    const hours = rules.countries.get(country)!.hours!;
    const spoken = hours.windows?.map(({ days, start, end }) => [
      days.map((open, day) => (open ? day : "")).join(""),
      start,
      end,
    ]);
    expect([hours.zones, spoken, hours.holidays]).toEqual([zones, windows, holidays]);
    expect([...hours.classes]).toEqual(["promotional"]);
  });

  test.each([
    ["India, one zone", "919876543210", ["Asia/Calcutta"]],
    ["New York by its area code", "12125551234", ["America/New_York"]],
    ["Los Angeles by its", "13105551234", ["America/Los_Angeles"]],
  ])("zones of %s", (_, digits, zones) => expect(longestPrefix(rules.zones, digits)).toEqual(zones));

  test("numbers of the same zones share one list", () =>
    expect(longestPrefix(rules.zones, "12125551234")).toBe(longestPrefix(rules.zones, "17185551234")));
});

const requirement = { kind: "scam-label", countries: ["SG"], says: "x", source: "https://x", asOf: "2026-11-22" };
const hours = {
  ...{ iso2: "IN", timezone: "Asia/Kolkata", appliesTo: ["promotional"], sources: ["https://x"] },
  allowed: [{ days: "mon-sun", start: "10:00", end: "21:00" }],
};
const zones = { date: "2026-11-22", zones: ["Asia/Kolkata"], prefixes: { "91": [0] } };

describe("what is refused, by file and place", () => {
  test.each([
    ["no JSON", { "phone-zones.json": "{" }, "phone-zones.json: "],
    [
      "a zone that is none",
      { "phone-zones.json": { ...zones, zones: ["Asia/Atlantis"] } },
      "phone-zones.json: zones.0: is no IANA time zone",
    ],
    [
      "a prefix with a plus",
      { "phone-zones.json": { ...zones, prefixes: { "+91": [0] } } },
      "phone-zones.json: prefixes.+91",
    ],
    [
      "a prefix without zones",
      { "phone-zones.json": { ...zones, prefixes: { "91": [] } } },
      "phone-zones.json: prefixes.91",
    ],
    [
      "a prefix whose zone is not listed",
      { "phone-zones.json": { ...zones, prefixes: { "91": [1] } } },
      "phone-zones.json: prefixes.91",
    ],
    [
      "an unknown kind of requirement",
      { "country-requirements.json": [{ ...requirement, kind: "fax" }] },
      "country-requirements.json: 0.kind",
    ],
    [
      "a pattern that is none",
      { "country-requirements.json": [{ ...requirement, kind: "sender-format", pattern: "(" }] },
      "0.pattern: is no regular expression",
    ],
    ["a requirement without a source", { "country-requirements.json": [{ ...requirement, source: "" }] }, "0.source"],
    [
      "hours of a zone that is none",
      { "compliance-rules.json": { asOf: "2026-11-22", quietHours: [{ ...hours, timezone: "India" }] } },
      "quietHours.0.timezone",
    ],
    [
      "an hour that is none",
      {
        "compliance-rules.json": {
          asOf: "2026-11-22",
          quietHours: [{ ...hours, allowed: [{ days: "mon-sun", start: "25:00", end: "21:00" }] }],
        },
      },
      "start: must be a time such as 21:00",
    ],
    [
      "days that are none",
      {
        "compliance-rules.json": {
          asOf: "2026-11-22",
          quietHours: [{ ...hours, allowed: [{ days: "daily", start: "10:00", end: "21:00" }] }],
        },
      },
      "days",
    ],
    [
      "an unknown support",
      {
        "sender-id-support.json": {
          source: "x",
          asOf: "2026-11-22",
          countries: [{ country: "India", iso2: "IN", senderId: "maybe" }],
        },
      },
      "sender-id-support.json: countries.0.senderId",
    ],
  ])("%s", (_, files, fault) => {
    const dir = dataWith(files);
    expect(() => readRules(dir)).toThrow(`The country rules in ${dir} cannot be used:\n  `);
    expect(() => readRules(dir)).toThrow(fault);
  });

  test("faults of several files at once", () => {
    const dir = dataWith({ "phone-zones.json": "", "country-requirements.json": {} });
    expect(() => readRules(dir)).toThrow(/country-requirements\.json: .*\n {2}phone-zones\.json: /su);
  });
});

test("a range of days may pass the week's end", () => {
  const allowed = [{ days: "sat-mon", start: "00:00", end: "24:00" }];
  const dir = dataWith({ "compliance-rules.json": { asOf: "2026-11-22", quietHours: [{ ...hours, allowed }] } });
  expect(readRules(dir).countries.get("IN")!.hours!.windows).toEqual([
    { days: [true, true, false, false, false, false, true], start: 0, end: 1_440 },
  ]);
});

describe("docs/countries.md", () => {
  const page = readFileSync("docs/countries.md", "utf8");
  const requirements: { kind: string }[] = JSON.parse(readFileSync("data/country-requirements.json", "utf8"));
  test.each([...new Set(requirements.map(({ kind }) => kind))])("explains %s", (kind) =>
    expect(page).toContain(`| \`${kind}\``),
  );

  const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  const windows = [...rules.countries].flatMap(([country, { hours }]) =>
    (hours?.windows ?? []).map(({ start, end }) => [country, `${clock(start)} to ${clock(end)}`] as const),
  );
  test.each(windows)("tells %s's hours: %s", (_, spoken) => expect(page).toContain(spoken));
});
