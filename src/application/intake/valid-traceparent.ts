/** W3C Trace Context §3.2: version, trace id, parent id and flags; neither id is all zeros, version ff is none. */
const pattern = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(?=$|-)/;
/** A later version may add fields; they are carried too, up to this length. */
const longest = 128;

/** A traceparent that a reader of the outcome can use; anything else is none, as its own rules ask (§4.3). */
export const validTraceparent = (given: string | undefined): string | undefined => {
  if (given === undefined || given.length > longest || !pattern.test(given)) return undefined;
  // Version 00 ends after its flags; later ones may add more, in the same characters.
  return /^00-.{52}$|^(?!00)[\da-f-]+$/.test(given) ? given : undefined;
};
