import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { BulkProgress } from "../../application/ports/bulk-progress.js";

const Run = z.object({
  run: z.string(),
  digest: z.string(),
  rows: z.number(),
  accepted: z.number(),
  refused: z.number(),
  ended: z.boolean(),
});

/** Kept next to the file, as `FILE.bulk.json`; written whole or not at all. Holds no number. */
export const bulkProgress: BulkProgress = {
  read: async (file) => {
    const text = await readFile(`${file}.bulk.json`, "utf8").catch(() => undefined);
    return text === undefined ? undefined : Run.parse(JSON.parse(text));
  },
  write: async (file, run) => {
    await writeFile(`${file}.bulk.json.new`, `${JSON.stringify(run)}\n`);
    await rename(`${file}.bulk.json.new`, `${file}.bulk.json`);
  },
};
