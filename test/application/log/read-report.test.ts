import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { readReport, reportTopics } from "../../../src/application/log/read-report.js";
import { isInstant } from "../../../src/domain/instant-text.js";
import { runs } from "../../support/property-runs.js";

const hashes = createHashes(Buffer.alloc(32, 1));
const messageId = "00000000-0000-5000-8000-000000000001";
const timestamp = new Date("2026-11-22T10:00:00Z");
const read = (told: unknown, topic = "sms.sent") =>
  readReport(hashes, {
    ...{ topic, partition: 0, offset: 1n, timestamp, key: null, headers: {} },
    value: Buffer.from(JSON.stringify(told)),
  });

describe("a field that no store of rows holds is left out, and its row is kept", () => {
  test.each([
    ["a year of five digits", { occurredAt: "+010000-01-01T00:00:00Z" }, { occurredAt: timestamp }],
    ["a year before Christ", { acceptedAt: "-000200-01-01T00:00:00Z" }, { acceptedAt: timestamp }],
    ["a wait without an end", { until: "+275760-09-13T00:00:00Z" }, { until: null }],
    ["a million parts", { segments: 1_000_000 }, { segments: null }],
    ["parts below none", { segments: -1 }, { segments: null }],
    ["as many parts as any text has", { segments: 10 }, { segments: 10 }],
  ])("%s", (_, told, row) => expect(read({ messageId, ...told })).toMatchObject(row));
});

test("whatever a record holds, its row is one that can be written", () => {
  const any = fc.record(
    Object.fromEntries(
      ["acceptedAt", "occurredAt", "until", "segments", "to", "estimatedCost", "source", "reference"].map((name) => [
        name,
        fc.oneof(fc.jsonValue(), fc.date({ noInvalidDate: true })),
      ]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(any, fc.constantFrom(...Object.keys(reportTopics)), (told, topic) => {
      const row = read({ ...told, messageId }, topic)!;
      for (const at of [row.acceptedAt, row.occurredAt, row.until ?? timestamp])
        expect(isInstant(at.getTime())).toBe(true);
      expect(row.segments ?? 0).toBeGreaterThanOrEqual(0);
      expect(row.segments ?? 0).toBeLessThan(1_000);
    }),
    { numRuns: runs(2_000) },
  );
});
