import type { Word } from "./answers.js";
import { useAsked } from "./use-asked.js";

/** The meaning of each reason, and its remedy. */
export const useWords = (): Readonly<Record<string, Word>> =>
  useAsked<Readonly<Record<string, Word>>>("words").answer ?? {};

const tones: Readonly<Record<string, string>> = {
  ...{ sent: "accent", delivered: "good", failed: "bad", undelivered: "bad" },
  ...{ "in-doubt": "warn", deferred: "warn", sending: "accent", open: "accent", received: "" },
  ...{ ok: "good", warn: "warn", fail: "bad", skipped: "" },
  ...{ pass: "", warning: "warn", defer: "warn", refuse: "bad" },
};

export const toneOf = (word: string): string => tones[word] ?? "";
