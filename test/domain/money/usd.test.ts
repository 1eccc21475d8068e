import { expect, test } from "vitest";
import { usd } from "../../../src/domain/money/usd.js";

test.each([
  [0, "0.00"],
  [6_450, "0.00645"],
  [1_230_000, "1.23"],
  [-500_000, "-0.50"],
  [100_000_001, "100.000001"],
])("%s micro-USD is %s", (micros, text) => expect(usd(micros)).toBe(text));
