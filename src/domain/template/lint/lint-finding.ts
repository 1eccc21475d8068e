/** Something wrong with a template, found before it is ever sent. */
export interface LintFinding {
  readonly template: string;
  /** null: the template as a whole. */
  readonly locale: string | null;
  readonly rule:
    | "character-cost"
    | "too-long"
    | "dlt-text"
    | "dlt-tag"
    | "dlt-variable"
    | "missing-locale"
    | "opt-out-words"
    | "public-shortener"
    | "variable-not-shown"
    | "optional-outside-section"
    | "braces-around-variable"
    | "literal-escape"
    | "html"
    | "bidi-character"
    | "url-without-scheme"
    | "glued-to-url"
    | "example";
  /** The fault, and the cure. */
  readonly message: string;
}
