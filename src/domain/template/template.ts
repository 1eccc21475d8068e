import type { MessageClass } from "../message-class.js";

export type VariableType = "text" | "money" | "date" | "time" | "datetime" | "url" | "code" | "integer";

/** One variable that a template's texts may show. */
export interface TemplateVariable {
  readonly type: VariableType;
  /** Longest rendered value, in UTF-16 units. */
  readonly maxLength: number;
  readonly optional: boolean;
  /** Never cut when a text is shortened. */
  readonly whole: boolean;
  /** A text that is too long is cut at a word; false: refused. */
  readonly shorten: boolean;
  /** A text may hold a URL, a domain or a phone number; `phone`: the last alone. */
  readonly links: boolean | "phone";
  readonly example: string | number | undefined;
  /** The only values that are taken, where the texts choose a phrase by it. */
  readonly choices?: readonly string[] | undefined;
}

/** India's DLT registration of a template: the text as registered, and its ids. */
export interface DltRegistration {
  readonly templateId: string;
  readonly entityId: string | undefined;
  readonly text: string;
}

/** A message template, read from `templates/<name>.yaml` and checked. */
export interface Template {
  readonly name: string;
  /** Digest of the content: another text, another version. */
  readonly version: string;
  readonly class: MessageClass;
  readonly variables: ReadonlyMap<string, TemplateVariable>;
  /** By BCP 47 language tag; `en` is always there. */
  readonly texts: ReadonlyMap<string, TemplateText>;
  /** By the locale of the text that is registered; undefined: none is. */
  readonly dlt: ReadonlyMap<string, DltRegistration> | undefined;
  readonly sender: string | undefined;
  readonly deadlineMs: number | undefined;
  readonly maxParts: number | undefined;
  /** Parts beyond its own `maxParts` that a text may take before it is refused, where no caller named a bound. */
  readonly extraParts: number;
  /** Optional variables that go first where the text takes too many parts, in this order. */
  readonly leaveOut: readonly string[];
  /** Smart encoding; never done to a text that is registered. */
  readonly smartEncoding: boolean;
}

/** A text compiled once: literal pieces and placeholders in order. */
export interface TemplateText {
  /** The text as the file writes it. */
  readonly source: string;
  readonly pieces: readonly TemplatePiece[];
  /**
   * True if GSM-7 has every character of the template's own words; then amounts are written without `₹` and the like.
   */
  readonly gsm: boolean;
}

export type TemplatePiece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  /** `given` is shown when the variable is given, `otherwise` when it is not. */
  | {
      readonly kind: "when";
      readonly name: string;
      readonly given: readonly TemplatePiece[];
      readonly otherwise: readonly TemplatePiece[];
    }
  /** A fixed phrase chosen by a variable's value. */
  | { readonly kind: "choice"; readonly name: string; readonly phrases: ReadonlyMap<string, string> };
