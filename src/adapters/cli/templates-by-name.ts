import type { Template } from "../../domain/template/template.js";

/** Templates by their names. */
export type Templates = ReadonlyMap<string, Template>;

/** The templates in the order of their names. */
export const templatesByName = (templates: Templates): readonly Template[] =>
  [...templates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
