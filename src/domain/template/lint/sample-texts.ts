import { formatMoment, formatMoney } from "../locale-format.js";
import { segmentsOf } from "../../text/segments.js";
import type { Template, TemplateText, TemplateVariable, VariableType } from "../template.js";
import { writePieces } from "../write-pieces.js";
import { type TemplateForm, templateForms } from "./template-forms.js";

/** The length of a sample text: `shortest` gives every variable about the least it holds, `longest` all its length. */
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

/** One form of a text, each variable with the value that `written` gives it. */
export const formText = (
  template: Template,
  text: TemplateText,
  { choices, given }: TemplateForm,
  written: (name: string, variable: TemplateVariable) => string,
): string => {
  const values = [...template.variables]
    .filter(([name]) => given.has(name))
    .map(([name, variable]) => [name, choices.get(name) ?? written(name, variable)] as const);
  return writePieces(text.pieces, new Map(values), () => false).text;
};

/** The shortest, or the longest, text its variables can make: of all its forms, the one that takes least or most. */
export const sampleText = (template: Template, locale: string, text: TemplateText, extent: Extent): string => {
  const rank = extent === "longest" ? -1 : 1;
  const samples = templateForms(template, text).map((form) => {
    const sample = formText(template, text, form, (_, variable) => valueFor(variable, extent, locale, text.gsm));
    const { parts, units } = segmentsOf(sample);
    return { sample, parts: parts.length, units };
  });
  samples.sort((one, other) => rank * (one.parts - other.parts || one.units - other.units));
  return samples[0]!.sample;
};
