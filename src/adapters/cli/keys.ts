import { createHmac, randomBytes } from "node:crypto";
import type { ExitCode, Terminal } from "./terminal.js";

export interface HashKeyOptions {
  readonly name: string;
  readonly scopes: string;
  readonly json?: boolean | undefined;
}

const shortest = 16;
const longest = 1_000;

const firstLine = async (input: Terminal["input"]): Promise<string> => {
  let text = "";
  for await (const chunk of input) {
    text += chunk;
    if (text.includes("\n") || text.length > longest) break;
  }
  return (text.split("\n")[0] ?? "").trim();
};

/**
 * `sms keys hash`: the entry of a key for API_KEYS or API_KEYS_FILE that does not hold its secret. The secret comes on the
 * standard input; without one a new one is made and shown once.
 */
export const hashKey = async ({ name, scopes, json }: HashKeyOptions, terminal: Terminal): Promise<ExitCode> => {
  const given = terminal.input.isTTY === true ? "" : await firstLine(terminal.input);
  if (given !== "" && given.length < shortest) {
    terminal.errors.write(`A secret has at least ${shortest} characters; make one with: openssl rand -hex 24\n`);
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
