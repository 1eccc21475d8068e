import { chainHeads, chainLink } from "../../domain/consent/chain-link.js";
import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import { mergeConsent, type NumberConsent } from "../../domain/consent/number-consent.js";
import type { Hashes } from "../ports/hashes.js";
import type { Sealing } from "../ports/sealing.js";
import type { ConsentEvidence } from "./consent-evidence.js";
import { openProof, sealContext } from "./open-proof.js";
import { proofHash } from "./proof-hash.js";

interface SealNeeds {
  readonly hashes: Hashes;
  readonly sealing: Sealing;
}

/** The person who chose; `to` is undefined where only the hash is known, and then nothing is there to be sealed. */
interface Chooser {
  readonly who: string;
  readonly to: string | undefined;
}

/** Seals a choice with its proof, as the next link after those that the ledger knows of its class. */
export const sealChoice = (
  { hashes, sealing }: SealNeeds,
  { who, to }: Chooser,
  told: Omit<ConsentEntry, "sealed" | "hash">,
  evidence: ConsentEvidence,
  known: NumberConsent,
): ConsentEntry => {
  // A choice that this one drives out of the ledger names nothing any more.
  const left = mergeConsent(known, [{ ...told, sealed: null, hash: "" }])[told.class] ?? [];
  const others = left.filter(({ evidenceId }) => evidenceId !== told.evidenceId);
  const heads = chainHeads(others, (entry) => openProof(sealing, who, entry)?.before ?? []);
  const before = heads.map(chainLink);
  const hash = proofHash(hashes, before, told, evidence);
  if (to === undefined) return { ...told, sealed: null, hash };
  const sealed = sealing.seal(JSON.stringify({ to, evidence, before }), sealContext(who, told.evidenceId));
  return { ...told, sealed: sealed.toString("base64"), hash };
};
