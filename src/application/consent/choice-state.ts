import type { ConsentState } from "../../domain/consent/consent-entry.js";
import type { ConsentEvidence } from "./consent-evidence.js";

/** A choice with its proof, or the wish alone. */
export const choiceState = (optOut: boolean, { disclosure, action }: ConsentEvidence): ConsentState => {
  const proved = disclosure !== undefined || action !== undefined;
  if (optOut) return proved ? "withdrawn" : "opted-out";
  return proved ? "consented" : "opted-in";
};
