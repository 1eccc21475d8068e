import type { ChainLink } from "../../domain/consent/chain-link.js";
import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import type { Hashes } from "../ports/hashes.js";
import type { ConsentEvidence } from "./consent-evidence.js";

type Told = Omit<ConsentEntry, "sealed" | "hash">;

/**
 * The link of a choice in its number's chain: over the hashes of the choices before it, the choice, and its proof. Whoever
 * changes one of them cannot make the hash anew without the key. The members stand in one order, whatever the entry's.
 */
export const proofHash = (
  hashes: Pick<Hashes, "keyed">,
  before: readonly Pick<ChainLink, "hash">[],
  { evidenceId, class: ofClass, state, at, source, by }: Told,
  evidence: ConsentEvidence,
): string => {
  const previous = before.length === 0 ? null : before.map(({ hash }) => hash).join(" ");
  return hashes.keyed(JSON.stringify([previous, { evidenceId, class: ofClass, state, at, source, by }, evidence]));
};
