import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPrices } from "../../../src/adapters/files/prices.js";

const dir = mkdtempSync(join(tmpdir(), "prices-"));
afterAll(() => rmSync(dir, { recursive: true }));

const file = (content: unknown): string => {
  const path = join(dir, "prices.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const india = { country: "IN", class: "transactional", micros: 6_450, source: "contract 7", asOf: "2026-11-22" };

test("the shipped sample can be read, with a source and a date for each price", () => {
  const book = readPrices("data/price-book.json");
  expect([...book.keys()].sort()).toEqual(["IN/otp//", "IN/promotional//", "IN/transactional//"]);
  for (const { source, asOf } of book.values()) expect([source, asOf]).not.toContain("");
});

test.each([
  ["a fraction of a micro-USD", [{ ...india, micros: 6_450.5 }], ["[0].micros: must be integer micro-USD"]],
  ["dollars instead of micro-USD", [{ ...india, micros: 0.00645 }], ["[0].micros: must be integer micro-USD"]],
  ["a price in another unit, which sums could not hold", [{ ...india, micros: 6_450_000_000 }], ["[0].micros"]],
  ["a price below zero", [{ ...india, micros: -1 }], ["[0].micros"]],
  ["a price of -0", JSON.stringify([{ ...india, micros: 0 }]).replace(":0", ":-0"), ["[0].micros: must not be -0"]],
  ["a country's name", [{ ...india, country: "India" }], ["[0].country: must be an ISO 3166-1 alpha-2 code"]],
  ["more than a country's code", [{ ...india, country: "XIN" }], ["[0].country"]],
  ["an unknown class", [india, { ...india, class: "urgent" }], ["[1].class"]],
  ["a price without a source", [{ ...india, source: "" }], ["[0].source"]],
  ["no date", [{ ...india, asOf: "last week" }], ["[0].asOf: must be a date such as 2026-11-22"]],
  ["an empty carrier", [{ ...india, carrier: "" }], ["[0].carrier"]],
  ["a misspelled field", [{ ...india, carier: "Jio" }], ["[0]", "carier"]],
  ["no list", { IN: 6_450 }, ["the file: is an object; send a list"]],
  ["no JSON", "[{", ["JSON"]],
  ["the same price twice", [india, india], ["[1]: the same country, class, route and carrier as [0]; keep one"]],
  [
    "every fault at once",
    [{ ...india, micros: 0.5, asOf: "x" }, { class: "otp" }],
    ["[0].micros", "[0].asOf", "[1].country"],
  ],
])("%s is refused by index and field", (_, content, faults) => {
  const path = file(content);
  const read = () => readPrices(path);
  expect(read).toThrow(`The price book ${path} cannot be used:\n  `);
  for (const fault of faults) expect(read).toThrow(fault);
});

test("a file that is missing is named", () => expect(() => readPrices(join(dir, "none.json"))).toThrow("none.json"));

test("carriers may share country and class", () => {
  const book = readPrices(file([india, { ...india, carrier: "Jio", micros: 7_000 }]));
  expect([...book.keys()].sort()).toEqual(["IN/transactional//", "IN/transactional//Jio"]);
});
