import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { decodeOutcome } from "./outcome-codec.js";
import type { Sealing } from "./sealing.js";

/** The recorded outcome of a message; undefined where it was sealed under another key, or kept in a form of a newer version. */
export type OpenOutcome = (id: string, sealed: Buffer) => RecordedOutcome | undefined;

export const createOpenOutcome =
  (sealing: Sealing): OpenOutcome =>
  (id, sealed) => {
    const plain = sealing.open(sealed, `outcome:${id}`);
    try {
      return plain === undefined ? undefined : decodeOutcome(id, plain);
    } catch {
      // An error would be the run's, which would ask again and again; the message ended, whatever its outcome says.
      return undefined;
    }
  };
