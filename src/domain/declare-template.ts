import type { MessageClass } from "./message-class.js";
import type {
  DltRegistration,
  Template,
  TemplatePiece,
  TemplateText,
  TemplateVariable,
  VariableType,
} from "./template.js";
import { compileText } from "./template-text.js";

/** A template as its author declares it: the shape of a file, with what may be left out. */
export interface TemplateDeclaration {
  readonly class: MessageClass;
  readonly variables?: Readonly<Record<string, VariableDeclaration>> | undefined;
  readonly texts: Readonly<Record<string, string>>;
  readonly dlt?: DltRegistration | undefined;
  readonly sender?: string | undefined;
  readonly deadlineMs?: number | undefined;
  readonly maxParts?: number | undefined;
  readonly smartEncoding?: boolean | undefined;
}

export interface VariableDeclaration {
  readonly type: VariableType;
  readonly maxLength?: number | undefined;
  readonly optional?: boolean | undefined;
  readonly whole?: boolean | undefined;
  readonly example?: string | number | undefined;
}

/** A fault and where it stands in the declaration. */
export interface DeclarationFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** Longest rendered value, in UTF-16 units, of a variable that names none: one part of GSM-7, a usual address, and so on. */
export const defaultMaxLength: Readonly<Record<VariableType, number>> = {
  text: 160,
  money: 24,
  date: 24,
  time: 16,
  datetime: 40,
  url: 200,
  code: 32,
  integer: 16,
};

/** Every piece, those inside of sections too. */
export const allPieces = (pieces: readonly TemplatePiece[]): readonly TemplatePiece[] =>
  pieces.flatMap((piece) =>
    piece.kind === "when" ? [piece, ...allPieces(piece.given), ...allPieces(piece.otherwise)] : [piece],
  );

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
  { type, maxLength, optional, whole, example }: VariableDeclaration,
  choices: readonly string[] | undefined,
): TemplateVariable => ({
  type,
  maxLength: maxLength ?? defaultMaxLength[type],
  optional: optional ?? false,
  whole: whole ?? type !== "text",
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
  const { dlt, sender, deadlineMs, maxParts, smartEncoding = true } = declaration;
  return {
    template: {
      name,
      version,
      class: declaration.class,
      variables,
      texts,
      dlt,
      sender,
      deadlineMs,
      maxParts,
      smartEncoding: smartEncoding && dlt === undefined,
    },
  };
};
