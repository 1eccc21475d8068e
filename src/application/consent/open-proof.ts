import type { ChainLink } from "../../domain/consent/chain-link.js";
import type { ConsentEntry } from "../../domain/consent/consent-entry.js";
import { ownRecord } from "../../domain/own-record.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Sealing } from "../ports/sealing.js";
import type { ConsentEvidence } from "./consent-evidence.js";

interface Proof {
  readonly to: PhoneNumber;
  readonly evidence: ConsentEvidence;
  /** The choices that it was recorded after. */
  readonly before: readonly ChainLink[];
}

/** `before` came after `previous`, the hash of one choice alone. */
type Sealed = Omit<Proof, "before"> & {
  readonly before?: readonly ChainLink[];
  readonly previous?: string | null;
};

/** A proof opens under this only. */
export const sealContext = (who: string, evidenceId: string): string => `consent:${who}:${evidenceId}`;

/** The proof of a choice; undefined where it was erased, or was sealed under another key. */
export const openProof = (
  sealing: Pick<Sealing, "open">,
  who: string,
  { evidenceId, sealed }: ConsentEntry,
): Proof | undefined => {
  if (sealed === null) return undefined;
  const plain = sealing.open(Buffer.from(sealed, "base64"), sealContext(who, evidenceId));
  if (plain === undefined) return undefined;
  const proof = ownRecord<Sealed>("evidence of consent", plain.toString("utf8"), { to: "string", evidence: "object" });
  const { before, evidence, previous = null, to } = proof;
  return { to, evidence, before: before ?? (previous === null ? [] : [{ hash: previous }]) };
};
