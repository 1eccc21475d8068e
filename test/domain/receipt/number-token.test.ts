import { expect, test } from "vitest";
import { numberToken } from "../../../src/domain/receipt/number-token.js";

const find = numberToken("price");

test.each([
  ["as it stands", '{"price":0.00645}', "0.00645"],
  ["with blanks", '{ "price" : 6.45e-3 , "x":1}', "6.45e-3"],
  ["quoted, as some write decimals", '{"price":"0.1"}', "0.1"],
  ["one inside a string is none", String.raw`{"said":"\"price\":9,","price":1}`, "1"],
  ["only one inside a string", String.raw`{"said":"\"price\":9,"}`, undefined],
  ["another field's", '{"otherprice":2}', undefined],
  ["null", '{"price":null}', undefined],
])("%s", (_, json, token) => expect(find(json)).toBe(token));
