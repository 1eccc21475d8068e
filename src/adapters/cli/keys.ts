import { createHmac, randomBytes } from "node:crypto";
import { keyScopes } from "../../domain/key-scope.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface HashKeyOptions {
  readonly name: string;
  readonly scopes: string;
  readonly json?: boolean | undefined;
}

const shortest = 16;
const longest = 1_000;
const known: readonly string[] = keyScopes;

const firstLine = async (input: Terminal["input"]): Promise<string> => {
  let text = "";
  for await (const chunk of input) {
    text += chunk;
    if (text.includes("\n") || text.length > longest) break;
  }
  return (text.split("\n")[0] ?? "").trim();
};

/** The rule that a secret breaks; it travels in the header of a request. */
const faultOf = (secret: string): string | undefined => {
  if (secret.length < shortest) return `at least ${shortest} characters`;
  if (secret.length > longest) return `at most ${longest} characters`;
  return /^[\x21-\x7e]*$/.test(secret) ? undefined : "letters, digits and signs of ASCII only, without a blank";
};

/** An entry that the service would refuse is not written. */
const usageFault = (name: string, given: string): string | undefined => {
  if (!/^[\w.-]+$/.test(name)) return "--name has letters, digits, . _ - only";
  const none = given.split("+").find((scope) => !known.includes(scope));
  return none === undefined ? undefined : `--scopes are of ${known.join(", ")}, joined by +`;
};

/**
 * `sms keys hash`: the entry of a key for API_KEYS or API_KEYS_FILE that does not hold its secret. The secret comes on the
 * standard input; without one a new one is made and shown once.
 */
export const hashKey = async ({ name, scopes, json }: HashKeyOptions, terminal: Terminal): Promise<ExitCode> => {
  const unusable = usageFault(name, scopes);
  if (unusable !== undefined) {
    terminal.errors.write(`sms keys hash: ${unusable}\n`);
    return 2;
  }
  const given = terminal.input.isTTY === true ? "" : await firstLine(terminal.input);
  const fault = given === "" ? undefined : faultOf(given);
  if (fault !== undefined) {
    terminal.errors.write(`A secret has ${fault}; make one with: openssl rand -hex 24\n`);
    return 1;
  }
  const secret = given === "" ? randomBytes(24).toString("base64url") : given;
  const salt = randomBytes(12).toString("base64url");
  const hash = `sha256$${salt}$${createHmac("sha256", salt).update(secret).digest("base64url")}`;
  const entry = `${name}:${hash}:${scopes}`;
  const shown = given === "" ? { secret, entry } : { entry };
  terminal.output.write(
    json === true ? `${JSON.stringify(shown)}\n` : `${given === "" ? `secret, shown once: ${secret}\n` : ""}${entry}\n`,
  );
  return 0;
};
