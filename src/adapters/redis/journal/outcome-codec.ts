import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { decodeFields } from "./decode-fields.js";
import { encodeFields } from "./encode-fields.js";
import { fieldsMark } from "./fields-form.js";
import { decodeWhole, encodeWhole } from "./whole-outcome.js";

/** A text of so many UTF-16 units is kept as it is; a longer one is worth compressing. */
const longestPlain = 600;

/**
 * An outcome as it is sealed: by its fields, which takes a fifth of the time that compression takes, where it has the
 * service's own form and few of its words are unusual; else whole and compressed.
 */
export const encodeOutcome = (id: string, outcome: RecordedOutcome): Buffer | string => {
  const fields = encodeFields(id, outcome);
  return fields === undefined || fields.length > longestPlain ? encodeWhole(outcome) : fields;
};

/** No compressed text begins with the mark: there is no block of type 3 (RFC 1951 §3.2.3). */
export const decodeOutcome = (id: string, plain: Buffer): RecordedOutcome =>
  plain[0] === fieldsMark ? decodeFields(id, plain.toString("utf8", 1)) : decodeWhole(plain);
