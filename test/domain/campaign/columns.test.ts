import { expect, test } from "vitest";
import { columnsOf } from "../../../src/domain/campaign/columns.js";

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
