import type { RecordedOutcome } from "../../../application/ports/journal.js";
import { openSealed } from "./open-sealed.js";
import { decodeOutcome } from "./outcome-codec.js";
import type { Sealing } from "./sealing.js";

/** The recorded outcome of a message; undefined where it cannot be opened. */
export type OpenOutcome = (id: string, sealed: Buffer) => RecordedOutcome | undefined;

export const createOpenOutcome =
  (sealing: Sealing): OpenOutcome =>
  (id, sealed) =>
    openSealed(sealing, sealed, `outcome:${id}`, (plain) => decodeOutcome(id, plain));
