import { isolatedValues, runsRightToLeft, withIsolates } from "./isolated.js";
import type { Template } from "./template.js";
import type { Span } from "../text/text.js";
import { writePieces } from "./write-pieces.js";

/** A template's text with its values. */
export interface FilledText {
  readonly text: string;
  /** The tag of the text that was taken. */
  readonly locale: string;
  /** By variable, as they are written. */
  readonly values: ReadonlyMap<string, string>;
  /** Positions of the values that must never be cut or altered. */
  readonly wholeSpans: readonly Span[];
}

/** Writes the text of a locale that the template has, with every mark that keeps its values apart. */
export const writeText = (
  template: Pick<Template, "dlt" | "texts" | "variables">,
  locale: string,
  values: ReadonlyMap<string, string>,
): FilledText => {
  const { pieces, source } = template.texts.get(locale)!;
  const isWhole = (name: string): boolean => template.variables.get(name)!.whole;
  const written = writePieces(pieces, values, isWhole);
  const mayIsolate = template.dlt?.has(locale) !== true && !runsRightToLeft(source);
  const isolates = mayIsolate ? isolatedValues(written.text, written.values) : [];
  const text = withIsolates(written.text, isolates);
  const marks = isolates.flatMap(({ start, end }) => [start, end]);
  const begin = (at: number): number => at + marks.filter((mark) => mark <= at).length;
  const end = (at: number): number => at + marks.filter((mark) => mark < at).length;
  const wholeSpans = written.wholes.map((span) => ({ start: begin(span.start), end: end(span.end) }));
  return { text, locale, values, wholeSpans };
};
