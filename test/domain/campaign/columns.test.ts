import { expect, test } from "vitest";
import { columnsOf, isNumberHeading } from "../../../src/domain/campaign/columns.js";

const wanted = { variables: ["offer_title", "promo_code"], required: ["offer_title"] };

test.each([
  [["phone", "offer_title"]],
  [["Phone Number", "Offer Title"]],
  [["MOBILE", "offer-title"]],
  [["to", " OFFERTITLE "]],
  [["phone_number", "ｏｆｆｅｒ ｔｉｔｌｅ"]],
  [["number", "offer_title", "", ""]],
])("%j is understood", (row) => {
  const columns = columnsOf(row, wanted);
  expect(columns).toMatchObject({ number: 0, variables: new Map([["offer_title", 1]]), unused: [] });
});

test.each([
  ["no number", ["name", "offer title"], "needs a column called ‘phone number’"],
  ["no variable", ["phone"], "needs a column called ‘offer_title’. Right now it has columns called ‘phone’."],
  [
    "twice the same, written otherwise",
    ["phone", "offer title", "Offer_Title"],
    "more than one column called ‘Offer_Title’",
  ],
  ["nothing", ["", " "], "Its first row is empty."],
])("%s is a fault of the whole file", (_, row, said) => {
  expect(columnsOf(row, wanted)).toContain(said);
});

test("what nothing needs is named, a reference is taken", () => {
  const columns = columnsOf(["name", "phone", "reference", "offer title", "city"], wanted);
  expect(columns).toMatchObject({ number: 1, reference: 2, unused: ["name", "city"] });
});

test("a template's own variable of a number's name leaves the number to another column", () => {
  const columns = columnsOf(["number", "phone"], { variables: ["number"], required: ["number"] });
  expect(columns).toMatchObject({ number: 1, variables: new Map([["number", 0]]) });
});

test.each([
  ["phone", true],
  ["Phone_Number", true],
  ["  TO ", true],
  ["name", false],
  ["", false],
])("%j heads the numbers: %s", (heading, is) => expect(isNumberHeading(heading)).toBe(is));

test.each<[string, readonly string[], readonly string[], string]>([
  [
    "several variables",
    ["phone", "city"],
    ["offer_title", "promo_code"],
    "Your file needs columns called ‘offer_title’, ‘promo_code’. Right now it has columns called ‘phone’, ‘city’.",
  ],
  [
    "no number among several columns",
    ["name", "city"],
    [],
    "Your file needs a column called ‘phone number’. Right now it has columns called ‘name’, ‘city’.",
  ],
  [
    "a long heading, cut",
    ["x".repeat(60)],
    [],
    `Your file needs a column called ‘phone number’. Right now it has columns called ‘${"x".repeat(40)}’.`,
  ],
  [
    "a long heading twice, cut",
    ["y".repeat(60), "phone", "y".repeat(60)],
    [],
    `Your file has more than one column called ‘${"y".repeat(40)}’. Keep one of them.`,
  ],
  ["blanks alone", [" ", "\t"], [], "Your file needs a column called ‘phone number’. Its first row is empty."],
  ["nothing at all", [], [], "Your file needs a column called ‘phone number’. Its first row is empty."],
])("%s: the whole sentence", (_, row, required, said) => {
  expect(columnsOf(row, { variables: required, required })).toBe(said);
});

test("empty headings are no columns, wherever they stand, and no column twice", () => {
  const columns = columnsOf(["", " phone ", "", "city", " ", ""], { variables: [], required: [] });
  expect(columns).toEqual({
    number: 1,
    reference: undefined,
    variables: new Map(),
    unused: ["city"],
    headings: ["", "phone", "", "city"],
  });
});

test("without a reference there is none, and a variable of that name takes its column", () => {
  expect(columnsOf(["phone", "reference"], { variables: ["reference"], required: [] })).toMatchObject({
    reference: undefined,
    variables: new Map([["reference", 1]]),
    unused: [],
  });
  expect(columnsOf(["reference", "phone"], { variables: [], required: [] })).toMatchObject({
    reference: 0,
    unused: [],
  });
});

test("the number's column is never a variable's too", () => {
  expect(columnsOf(["number"], { variables: ["number", "name"], required: [] })).toMatchObject({
    number: 0,
    variables: new Map(),
  });
  expect(columnsOf(["name", "number"], { variables: ["number", "name"], required: [] })).toMatchObject({
    number: 1,
    variables: new Map([["name", 0]]),
  });
});
