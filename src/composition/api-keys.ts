import { fileTrouble } from "../domain/file-trouble.js";
import { readText } from "../adapters/files/read-text.js";
import { apiKey } from "../adapters/environment/api-key.js";
import type { Config } from "../adapters/environment/config.js";
import type { ApiKey } from "../adapters/http/keys.js";

/** Every fault of a file of keys at once, each by its line; a line is never shown, for it holds a secret. */
export class InvalidApiKeys extends Error {
  override readonly name = "InvalidApiKeys";
}

/** Reads `API_KEYS_FILE`: an entry of API_KEYS on each line, `#` begins a comment. Throws `InvalidApiKeys`. */
export const readApiKeys = (path: string): readonly ApiKey[] => {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    throw new InvalidApiKeys(fileTrouble(path, error));
  }
  const lines = text.split("\n").map((line, at) => ({ at: at + 1, entry: line.replace(/(?:^|\s)#.*/, "").trim() }));
  const read = lines
    .filter(({ entry }) => entry !== "")
    .map(({ at, entry }) => ({ at, parsed: apiKey.safeParse(entry) }));
  const faults = read.flatMap(({ at, parsed }) =>
    parsed.success ? [] : [`line ${at}: ${parsed.error.issues.map(({ message }) => message).join("; ")}`],
  );
  const keys = read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : []));
  const names = keys.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) faults.push(`the name ${twice} is given twice; name each key once`);
  if (read.length === 0) faults.push("holds no key; make one with: sms keys hash");
  if (faults.length > 0) throw new InvalidApiKeys(`${path} cannot be used:\n${faults.join("\n")}`);
  return keys;
};

/** The keys of both places; undefined where neither is named. */
export const apiKeysOf = ({
  API_KEYS: keys,
  API_KEYS_FILE: path,
}: Pick<Config, "API_KEYS" | "API_KEYS_FILE">): readonly ApiKey[] | undefined =>
  path === undefined ? keys : [...(keys ?? []), ...readApiKeys(path)];
