import { numberText } from "./number-text.js";

/**
 * What identifies an event: a text, or a number as some producers write one, by its own digits where parsing may have
 * rounded it. Empty is none: it would make all events one.
 */
export const identifier = (value: unknown, json: string, path: readonly string[]): string | undefined => {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value !== "number") return undefined;
  return Number.isSafeInteger(value) ? String(value) : numberText(json, path);
};
