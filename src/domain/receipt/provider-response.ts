/** One response that a provider gives for a text (data/provider-responses.json). */
export interface ProviderResponse {
  /** `*` matches anything, `<number>` a phone number. */
  readonly providerResponse: string;
  /** The word for it. */
  readonly klass: string;
}

/** Turns a provider's response into one word, so that neither number nor text ever comes along. */
export type Classify = (response: string) => string;

const special = /[.*+?^${}()|[\]\\]/gu;
const number = String.raw`\+?[\d\s().-]{5,20}`;

const patternOf = ({ providerResponse }: ProviderResponse): RegExp => {
  const source = providerResponse
    .split(/(\*|<number>)/u)
    .map((piece) => (piece === "*" ? ".*" : piece === "<number>" ? number : piece.replace(special, String.raw`\$&`)))
    .join("");
  return new RegExp(`^${source}$`, "iu");
};

/** Longer ones are no sentence of a provider. */
const longest = 500;

const plain = (response: string): string => response.slice(0, longest).trim().replace(/\s+/gu, " ").replace(/\.$/u, "");

/** The first matching row decides; `unclassified` where none does. A word of the table matches itself. */
export const classifierOf = (table: readonly ProviderResponse[]): Classify => {
  const rows = table.map((row) => ({ pattern: patternOf(row), klass: row.klass }));
  const words = new Set(table.map(({ klass }) => klass));
  return (response) => {
    const text = plain(response);
    if (words.has(text)) return text;
    return rows.find(({ pattern }) => pattern.test(text))?.klass ?? "unclassified";
  };
};
