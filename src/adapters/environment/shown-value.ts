import { shownText } from "../../domain/text/shown-text.js";
import { settings } from "./settings.js";

const secrets: ReadonlySet<string> = new Set(
  Object.entries(settings).flatMap(([name, setting]) => ("secret" in setting ? [name] : [])),
);

const longest = 200;

/** A URL, one of several perhaps, may carry a user and a password: all before its last @, however they are written. */
const withoutPasswords = (value: string): string =>
  value
    .split(/,(?=\s*[a-z]+:\/\/)/)
    .map((url) => url.replace(/\/\/.*@/s, "//(hidden)@"))
    .join(",");

/** A setting's value as people may see it; undefined: a secret, which is never shown. */
export const shownValue = (name: string, value: string): string | undefined => {
  if (secrets.has(name)) return undefined;
  // A value with an @ that is no URL may still be a password.
  const shown = value.includes("@") && !value.includes("//") ? "(hidden)" : withoutPasswords(value);
  return shownText(shown, longest);
};
