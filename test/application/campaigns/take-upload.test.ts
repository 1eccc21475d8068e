import { expect, test } from "vitest";
import { createMemoryAudiences } from "../../../src/adapters/memory/audiences.js";
import { systemClock as clock } from "../../../src/adapters/system/clock.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createCheckRecipients } from "../../../src/application/campaigns/check-recipients.js";
import { createTakeUpload } from "../../../src/application/campaigns/take-upload.js";
import type { RecipientFile } from "../../../src/application/ports/recipient-file.js";

const bad = 5_000;

test("a file of bad rows alone keeps its faults as it is read, few at a time", async () => {
  const audiences = createMemoryAudiences({ clock, keepMs: 60_000 });
  const steps: number[] = [];
  let read = 0;
  let kept = 0;
  let mostHeld = 0;
  const file: RecipientFile = {
    ...{ hash: "h", encoding: "utf-8", delimiter: "," },
    async *rows() {
      yield { line: 1, cells: ["phone"] };
      for (; read < bad; read += 1) {
        mostHeld = Math.max(mostHeld, read - kept);
        yield { line: read + 2, cells: ["4.479E+11"] };
      }
    },
  };
  const takeUpload = createTakeUpload({
    audiences: {
      ...audiences,
      fault: async (id, faults) => {
        steps.push(faults.length);
        kept += faults.length;
        await audiences.fault(id, faults);
      },
    },
    checkRecipients: () =>
      createCheckRecipients({
        clockOf: () => "UTC",
        judge: () => Promise.reject(new TypeError("Nothing is left to judge")),
        opensAt: () => undefined,
        priceRange: () => undefined,
      }),
    clock,
    facts: () => ({ templates: new Map() }),
    hashes: createHashes(Buffer.alloc(32, 1)),
  });
  await takeUpload("u", file, { text: "Hi" });
  expect(steps.reduce((sum, one) => sum + one, 0)).toBe(bad);
  expect(mostHeld).toBeLessThanOrEqual(200);
  expect(await audiences.faults("u", 0, bad + 1)).toHaveLength(bad);
});
