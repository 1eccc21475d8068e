import type { Sealing } from "./sealing.js";

/**
 * Reads what was sealed; undefined where it was sealed under another key, or kept in a form of a newer version. An error
 * would be the run's, which would ask again and again for what no repetition changes.
 */
export const openSealed = <Content>(
  sealing: Pick<Sealing, "open">,
  sealed: Buffer,
  context: string,
  read: (plain: Buffer) => Content,
): Content | undefined => {
  const plain = sealing.open(sealed, context);
  try {
    return plain && read(plain);
  } catch {
    return undefined;
  }
};
