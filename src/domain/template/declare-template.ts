import { allPieces } from "./all-pieces.js";
import type { Template, TemplateText, TemplateVariable } from "./template.js";
import {
  type DeclarationFault,
  defaultMaxLength,
  type TemplateDeclaration,
  type VariableDeclaration,
} from "./template-declaration.js";
import { compileText } from "./template-text.js";

const choicesOf = (text: TemplateText, name: string): readonly string[] | undefined => {
  const phrases = allPieces(text.pieces).filter((piece) => piece.kind === "choice" && piece.name === name);
  const values = new Set(phrases.flatMap((piece) => (piece.kind === "choice" ? [...piece.phrases.keys()] : [])));
  return phrases.length === 0 ? undefined : [...values];
};

/** Faults of phrases: another type than text, and a place that lacks the phrase of a value that another has. */
const choiceFaults = (
  name: string,
  variable: VariableDeclaration,
  choices: readonly string[],
  texts: ReadonlyMap<string, TemplateText>,
): readonly DeclarationFault[] => {
  const lacking = [...texts].flatMap(([locale, text]) =>
    allPieces(text.pieces)
      .flatMap((piece) => (piece.kind === "choice" && piece.name === name ? [piece.phrases] : []))
      .flatMap((phrases) => choices.filter((value) => !phrases.has(value)))
      .map((value) => ({ path: ["texts", locale], message: `{${name}|…} has no phrase for ${value}` })),
  );
  return variable.type === "text"
    ? lacking
    : [...lacking, { path: ["variables", name, "type"], message: "must be text, as a text chooses phrases by it" }];
};

const variableOf = (
  { type, maxLength, optional, whole, shorten, links, example }: VariableDeclaration,
  choices: readonly string[] | undefined,
): TemplateVariable => ({
  type,
  maxLength: maxLength ?? defaultMaxLength[type],
  optional: optional ?? false,
  whole: whole ?? type !== "text",
  shorten: shorten ?? true,
  links: links ?? false,
  // YAML reads an unquoted code as a number.
  example: typeof example === "number" && type !== "money" && type !== "integer" ? String(example) : example,
  choices,
});

/** Checks a declaration and compiles its texts; every fault at once. */
export const declareTemplate = (
  name: string,
  version: string,
  declaration: TemplateDeclaration,
): { readonly template: Template } | { readonly faults: readonly DeclarationFault[] } => {
  const faults: DeclarationFault[] = [];
  const declared = declaration.variables ?? {};
  const texts = new Map<string, TemplateText>();
  for (const [locale, source] of Object.entries(declaration.texts)) {
    const path = ["texts", locale];
    const compiled = compileText(source);
    if ("faults" in compiled) {
      faults.push(...compiled.faults.map((message) => ({ path, message })));
      continue;
    }
    texts.set(locale, compiled.text);
    const named = allPieces(compiled.text.pieces).flatMap((piece) => (piece.kind === "literal" ? [] : [piece.name]));
    for (const variable of new Set(named)) {
      if (!Object.hasOwn(declared, variable))
        faults.push({ path, message: `{${variable}} is not among the variables` });
    }
  }
  for (const [variable, { type, shorten, links }] of Object.entries(declared))
    for (const [key, given] of Object.entries({ shorten, links }))
      if (given !== undefined && type !== "text")
        faults.push({ path: ["variables", variable, key], message: "belongs to variables of type text" });
  for (const locale of Object.keys(declaration.dlt ?? {}))
    if (!Object.hasOwn(declaration.texts, locale))
      faults.push({ path: ["dlt", locale], message: `there is no text in ${locale} to register` });
  for (const variable of declaration.leaveOut ?? [])
    if (declared[variable]?.optional !== true)
      faults.push({ path: ["leaveOut"], message: `${variable} is no optional variable, so no text can do without it` });
  if (!Object.hasOwn(declaration.texts, "en")) {
    faults.push({ path: ["texts"], message: "en is missing: every other locale falls back to it" });
  }
  const variables = new Map<string, TemplateVariable>();
  for (const [variable, given] of Object.entries(declared)) {
    const chosen = [...texts.values()]
      .map((text) => choicesOf(text, variable))
      .filter((values) => values !== undefined);
    const choices = chosen.length === 0 ? undefined : [...new Set(chosen.flat())];
    if (choices !== undefined) faults.push(...choiceFaults(variable, given, choices, texts));
    variables.set(variable, variableOf(given, choices));
  }
  if (faults.length > 0) return { faults };
  const { dlt, sender, deadlineMs, maxParts, extraParts = 1, leaveOut = [], smartEncoding = true } = declaration;
  return {
    template: {
      name,
      version,
      class: declaration.class,
      variables,
      texts,
      dlt: dlt === undefined ? undefined : new Map(Object.entries(dlt)),
      sender,
      deadlineMs,
      maxParts,
      extraParts,
      leaveOut,
      smartEncoding,
    },
  };
};
