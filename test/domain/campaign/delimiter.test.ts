import { expect, test } from "vitest";
import { delimiterOf, namedDelimiter } from "../../../src/domain/campaign/delimiter.js";

test.each([
  ["phone,name", ","],
  ["phone;name;city", ";"],
  ["phone\tname", "\t"],
  ["phone|name", "|"],
  ["phone", ","],
  ['phone;"name, first";city', ";"],
  ['"a,b,c,d";phone', ";"],
  ['"";phone;"a,b";"c,d"', ";"],
  ['"a|b"|"c,d,e,f,g"|phone', "|"],
])("%j is divided by %j", (line, delimiter) => expect(delimiterOf(line)).toBe(delimiter));

test.each([
  ["sep=;", ";"],
  ["SEP=,", ","],
  ["sep=\t", "\t"],
  ["sep=;;", undefined],
  ["separator", undefined],
  ["xsep=;", undefined],
])("%j names %j", (line, delimiter) => expect(namedDelimiter(line)).toBe(delimiter));
