import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { decodeOutcome } from "./outcome-codec.js";
import type { Sealing } from "./sealing.js";

/** The recorded outcome of a message; undefined where it was sealed under another key. */
export type OpenOutcome = (id: string, sealed: Buffer) => RecordedOutcome | undefined;

export const createOpenOutcome =
  (sealing: Sealing): OpenOutcome =>
  (id, sealed) => {
    const plain = sealing.open(sealed, `outcome:${id}`);
    return plain === undefined ? undefined : decodeOutcome(id, plain);
  };
