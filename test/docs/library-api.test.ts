import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiReport, reportPath } from "../support/api-report.js";

test("docs/library-api.txt is what the package declares (npm run docs writes it)", () => {
  const report = apiReport();
  expect(report).toBe(readFileSync(reportPath, "utf8"));
  // Types that no entry exports, and that exported ones are made of.
  for (const name of ["FieldFault", "RecordHeader"])
    expect(report).toMatch(new RegExp(`^export (?:interface|type) ${name}\\b`, "m"));
  // Ports, which the memory adapters of the testing kit keep, and which no entry exports.
  for (const name of ["EventSource", "Journal", "OtpStore", "Schedule"])
    expect(report).not.toMatch(new RegExp(`^export interface ${name}\\b`, "m"));
}, 240_000);
