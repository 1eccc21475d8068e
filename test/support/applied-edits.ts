import type { Edit } from "../../src/domain/text/text.js";

/** The text that its edits make of it, from the last to the first. */
export const applied = (text: string, edits: readonly Edit[]): string =>
  edits.reduceRight(
    (now, { offset, before, after }) => now.slice(0, offset) + after + now.slice(offset + before.length),
    text,
  );
