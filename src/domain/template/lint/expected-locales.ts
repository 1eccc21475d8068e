import type { Template } from "../template.js";

/**
 * Locales that every template should have: those of the templates with variables. A fixed text, such as the answer to a STOP,
 * may speak more languages than the rest.
 */
export const expectedLocales = (templates: readonly Template[]): readonly string[] => [
  ...new Set(templates.filter(({ variables }) => variables.size > 0).flatMap(({ texts }) => [...texts.keys()])),
];
