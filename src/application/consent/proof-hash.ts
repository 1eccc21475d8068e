import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import type { Hashes } from "../ports/hashes.js";
import type { ConsentEvidence } from "./consent-evidence.js";

type Told = Omit<ConsentEntry, "sealed" | "hash">;

/**
 * The link of a choice in its number's chain: over the hash of the choice before it, the choice, and its proof. Whoever
 * changes one of them cannot make the hash anew without the key. The members stand in one order, whatever the entry's.
 */
export const proofHash = (
  hashes: Pick<Hashes, "keyed">,
  previous: string | null,
  { evidenceId, class: ofClass, state, at, source, by }: Told,
  evidence: ConsentEvidence,
): string => hashes.keyed(JSON.stringify([previous, { evidenceId, class: ofClass, state, at, source, by }, evidence]));
