import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { BulkProgress } from "../../application/ports/bulk-progress.js";
import { fileTrouble } from "../../domain/file-trouble.js";

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
    const path = `${file}.bulk.json`;
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      // A run that cannot be read is no run that never was: whoever it texted would be texted again.
      throw new Error(`The file of an earlier run cannot be read: ${fileTrouble(path, error)}`);
    }
    try {
      return Run.parse(JSON.parse(text));
    } catch {
      throw new Error(`${path} is no record of a run; delete it to begin anew, which texts everybody of the file`);
    }
  },
  write: async (file, run) => {
    const path = `${file}.bulk.json`;
    try {
      await writeFile(`${path}.new`, `${JSON.stringify(run)}\n`);
      await rename(`${path}.new`, path);
    } catch (error) {
      throw new Error(`The progress of the run cannot be kept: ${fileTrouble(`${path}.new`, error)}`);
    }
  },
};
