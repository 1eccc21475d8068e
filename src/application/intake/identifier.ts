import { isBlank } from "../notifications/left-out.js";
import { numberText } from "./number-text.js";

/**
 * The identity of an event: a text, or a number as some producers write one, by its own digits where parsing may have
 * rounded it. A blank one is none: it would make all events the same.
 */
export const identifier = (value: unknown, json: string, path: readonly string[]): string | undefined => {
  if (typeof value === "string") return isBlank(value) ? undefined : value;
  if (typeof value !== "number") return undefined;
  return Number.isSafeInteger(value) ? String(value) : numberText(json, path);
};
