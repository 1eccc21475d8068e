import { isJsonObject } from "../../domain/json-object.js";

/**
 * A rule between fields runs although a field is faulty, so that every faulty field is named at once; zod skips it
 * otherwise. The fields it reads may then be of any type.
 */
export const besideFaults = {
  when: ({ value }: { readonly value: unknown }): boolean => isJsonObject(value),
};
