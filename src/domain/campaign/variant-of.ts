/** One of several texts of a campaign, for a share of its recipients. */
export interface VariantShare {
  readonly name: string;
  /** Percent. */
  readonly share: number;
}

const buckets = 100;

/** FNV-1a, 32 bits, with its high half folded in: the last bits alone are not even. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/**
 * The place of a recipient's variant: the same in every process. Undefined: the campaign's own text, for those whom the
 * shares leave over.
 */
export const variantOf = (variants: readonly VariantShare[], campaignId: string, e164: string): number | undefined => {
  const bucket = hashOf(`${campaignId}\n${e164}`) % buckets;
  let end = 0;
  const at = variants.findIndex(({ share }) => {
    end += share;
    return bucket < end;
  });
  return at === -1 ? undefined : at;
};
