import type { HttpNeeds } from "../../src/adapters/http/server.js";

const unasked = async (): Promise<never> => {
  throw new Error("not asked for");
};

/** The doors of consent, for tests of other doors. */
export const unaskedConsent = {
  changeConsent: unasked,
  defaultCountry: "IN",
  forgetPerson: unasked,
  idempotency: { answer: unasked, begin: unasked },
  importOptOuts: unasked,
  optInAtAws: unasked,
  readConsent: { check: unasked, history: unasked, list: unasked },
  reviewTexts: { forget: unasked, list: unasked, judge: unasked },
  signedEnvelopes: { open: unasked },
  stopping: new AbortController(),
  sweepOptOuts: unasked,
  sweepStore: { hold: unasked, save: unasked, read: unasked },
  tellEvent: unasked,
  tellInbound: unasked,
} satisfies Partial<HttpNeeds>;
