import { fileTrouble } from "../../domain/file-trouble.js";
import { z } from "zod";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import type { ConsentWords, KnownWord } from "../../domain/consent/consent-words.js";
import { plainText } from "../../domain/consent/plain-words.js";
import { readText } from "./read-text.js";

const Word = z.string().min(1).max(60);

const Listed = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/u, "must be an ISO 639-1 code such as en"),
  /** Keys of `sources`: the documents that name these words. */
  named: z.array(z.string()).min(1),
  telling: z.boolean().optional(),
  everything: z.boolean().optional(),
  words: z.array(Word).min(1),
});

const Pattern = z
  .string()
  .max(200)
  .transform((pattern, context) => {
    try {
      return new RegExp(pattern, "u");
    } catch {
      context.addIssue({ code: "custom", message: "must be a regular expression over the plain text" });
      return z.NEVER;
    }
  });

const Words = z
  .strictObject({
    asOf: z.iso.date("must be a date such as 2026-11-26"),
    sources: z.record(z.string(), z.string().min(1)),
    commands: z.array(Pattern),
    optOut: z.array(Listed).min(1),
    optIn: z.array(Listed).min(1),
    help: z.array(Listed).min(1),
    phrases: z.array(z.strictObject({ language: z.string(), words: z.array(Word) })),
    courtesy: z.array(Word),
    innocent: z.array(Word),
    negations: z.array(Word),
  })
  .superRefine(({ sources, optOut, optIn, help }, context) => {
    for (const [list, entries] of Object.entries({ optOut, optIn, help }))
      for (const [at, { named }] of entries.entries())
        for (const source of named)
          if (sources[source] === undefined)
            context.addIssue({
              code: "custom",
              path: [list, at, "named"],
              message: "names a source that sources lacks",
            });
  });

/** Every fault of the word lists at once, each with its place. */
export class InvalidConsentWords extends Error {
  override readonly name = "InvalidConsentWords";
}

const invalid = (path: string, faults: readonly string[]) =>
  new InvalidConsentWords(`The word lists ${path} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);

type Lists = readonly {
  readonly language: string;
  readonly everything?: boolean | undefined;
  readonly words: readonly string[];
}[];

const known = (lists: Lists): ReadonlyMap<string, KnownWord> =>
  new Map(
    lists.flatMap(({ language, everything = false, words }) =>
      words.map((word) => [plainText(word), { language, everything }] as const),
    ),
  );

const plain = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(plainText));

/** Reads the word lists. Throws `InvalidConsentWords` naming every fault with its place. */
export const readConsentWords = (path: string): ConsentWords => {
  let given: unknown;
  try {
    given = JSON.parse(readText(path));
  } catch (error) {
    throw invalid(path, [fileTrouble(path, error)]);
  }
  const parsed = Words.safeParse(given, { reportInput: true });
  if (!parsed.success)
    throw invalid(
      path,
      schemaFaults(parsed.error.issues, "the file").map(
        ({ path: place, says }) => `${place.map(String).join(".") || "file"}: ${says}`,
      ),
    );
  const { commands, optOut, optIn, help, phrases, courtesy, innocent, negations } = parsed.data;
  return {
    optOut: known(optOut),
    optIn: known(optIn),
    help: known(help),
    telling: plain(optOut.filter(({ telling }) => telling === true).flatMap(({ words }) => words)),
    phrases: known(phrases),
    courtesy: plain(courtesy),
    innocent: plain(innocent),
    negations: plain(negations),
    commands,
  };
};
