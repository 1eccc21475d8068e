import type { ConsentWords, KnownWord } from "./consent-words.js";
import { isKeyboardSlip } from "./keyboard-slip.js";
import { plainWords } from "./plain-words.js";

/** The meaning of an incoming text for consent; `word` is from the lists, never from the text. */
export type InboundMeaning =
  | { readonly kind: "opt-out" | "likely" | "opt-in" | "help"; readonly word: string; readonly known: KnownWord }
  | { readonly kind: "command" }
  | { readonly kind: "none" };

/** Longer ones are said about something else: "We have got to STOP this bill". */
const fewWords = 5;
/** In UTF-16 units; nobody opts out at greater length, and no more is looked at. */
const longestRead = 200;
const longestPhrase = 4;
const shortestSlip = 4;

/** Takes courtesy off both ends: the words in between, none where there was nothing else. */
const withoutCourtesy = (words: readonly string[], courtesy: ReadonlySet<string>): readonly string[] => {
  for (let length = Math.min(longestPhrase, words.length); length > 0; length -= 1) {
    if (courtesy.has(words.slice(-length).join(" "))) return withoutCourtesy(words.slice(0, -length), courtesy);
    if (courtesy.has(words.slice(0, length).join(" "))) return withoutCourtesy(words.slice(length), courtesy);
  }
  return words;
};

/** A whole message as words: "stop stop STOP" is one word, and so is "S T O P". */
const wholes = (words: readonly string[]): readonly string[] => {
  const unlike = words.filter((word, at) => word !== words[at - 1]);
  const spelled = words.length > 2 && words.every((word) => [...word].length === 1) ? [words.join("")] : [];
  return [words.join(" "), unlike.join(" "), ...spelled];
};

/** Every run of up to four words. */
const runsOf = (words: readonly string[]): readonly string[] =>
  words.flatMap((_, from) =>
    Array.from({ length: Math.min(longestPhrase, words.length - from) }, (__, more) =>
      words.slice(from, from + more + 1).join(" "),
    ),
  );

const found = (kind: "opt-out" | "likely" | "opt-in" | "help", word: string, known: KnownWord): InboundMeaning => ({
  kind,
  word,
  known,
});

/** A phrase, a telling word among few, or a slip of the finger. */
const likely = (words: readonly string[], given: ConsentWords): InboundMeaning => {
  const runs = runsOf(words);
  const negated = words.some((word, at) => given.negations.has(word) && given.telling.has(words[at + 1] ?? ""));
  if (negated) return { kind: "none" };
  const phrase = runs.find((run) => given.phrases.has(run));
  if (phrase !== undefined) return found("likely", phrase, given.phrases.get(phrase)!);
  if (runs.some((run) => given.innocent.has(run))) return { kind: "none" };
  const told = runs.find((run) => given.telling.has(run));
  if (told !== undefined) return found("likely", told, given.optOut.get(told)!);
  const [only = ""] = words;
  if (words.length !== 1 || only.length < shortestSlip) return { kind: "none" };
  const meant = [...given.telling].find((word) => isKeyboardSlip(only, word));
  return meant === undefined ? { kind: "none" } : found("likely", meant, given.optOut.get(meant)!);
};

/**
 * A keyword as the whole message, with or without courtesy, is an opt-out; a few words that hold one are likely one; longer
 * texts are none. The sender's own commands come first.
 */
export const meaningOf = (text: string, given: ConsentWords): InboundMeaning => {
  if (text.length > longestRead) return { kind: "none" };
  const words = plainWords(text);
  if (given.commands.some((command) => command.test(words.join(" ")))) return { kind: "command" };
  const bare = withoutCourtesy(words, given.courtesy);
  for (const whole of [...wholes(words), ...wholes(bare)])
    for (const kind of ["opt-out", "opt-in", "help"] as const) {
      const known = (kind === "opt-out" ? given.optOut : kind === "opt-in" ? given.optIn : given.help).get(whole);
      if (known !== undefined) return found(kind, whole, known);
    }
  return bare.length === 0 || bare.length > fewWords ? { kind: "none" } : likely(bare, given);
};
