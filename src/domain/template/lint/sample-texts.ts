import { formatMoment, formatMoney } from "../locale-format.js";
import { segmentsOf } from "../../text/segments.js";
import type { Template, TemplateText, TemplateVariable, VariableType } from "../template.js";
import { writePieces } from "../write-pieces.js";

/** How long a text gets: `shortest` leaves out what is optional, `longest` gives every variable all its length. */
export type Extent = "shortest" | "longest";

const may2024 = Date.UTC(2024, 4, 1, 9);

/** About the shortest value of each type. */
const least: Readonly<Record<VariableType, (locale: string, gsm: boolean) => string>> = {
  text: () => "x",
  code: () => "0",
  integer: () => "0",
  url: () => "https://x.in",
  money: (locale, gsm) => formatMoney("1.00", "INR", locale, gsm),
  date: (locale) => formatMoment(may2024, "date", locale, "UTC"),
  time: (locale) => formatMoment(may2024, "time", locale, "UTC"),
  datetime: (locale) => formatMoment(may2024, "datetime", locale, "UTC"),
};

const valueFor = ({ type, maxLength }: TemplateVariable, extent: Extent, locale: string, gsm: boolean): string =>
  extent === "longest" ? "x".repeat(maxLength) : least[type](locale, gsm).slice(0, maxLength);

/** A template's text as short, or as long, as its variables make it; of phrases, the ones that take least or most. */
export const sampleText = (template: Template, locale: string, text: TemplateText, extent: Extent): string => {
  const given = [...template.variables].filter(([, { optional }]) => extent === "longest" || !optional);
  const write = (values: ReadonlyMap<string, string>): string => writePieces(text.pieces, values, () => false).text;
  const rank = extent === "longest" ? -1 : 1;
  let values = new Map(
    given.map(([name, variable]) => [name, variable.choices?.[0] ?? valueFor(variable, extent, locale, text.gsm)]),
  );
  for (const [name, { choices = [] }] of given) {
    const [best] = choices
      .map((choice) => new Map(values).set(name, choice))
      .map((candidate) => ({ candidate, taken: segmentsOf(write(candidate)) }))
      .sort((a, b) => rank * (a.taken.parts.length - b.taken.parts.length || a.taken.units - b.taken.units));
    values = best?.candidate ?? values;
  }
  return write(values);
};
