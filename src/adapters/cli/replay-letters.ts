import type { Clock } from "../../application/ports/clock.js";
import { editText } from "./edit-text.js";
import { followMessages } from "./follow-messages.js";
import { type LetterChoice, letterChoice } from "./letter-choice.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ShownLetter } from "./shown-letter.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface ReplayNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "sleep">;
}

type Result =
  | { readonly id: string; readonly state: "replayed"; readonly topic: string; readonly messages: readonly string[] }
  | { readonly id: string; readonly state: "refused"; readonly detail: string };

export interface ReplayOptions extends LetterChoice {
  readonly set?: readonly string[];
  readonly edit?: boolean;
  readonly follow?: boolean;
}

/** `--set customer.phone=+91…`: what is no JSON is a text; a number that is written as a phone is one too. */
const fieldsOf = (given: readonly string[]): Record<string, unknown> | string => {
  const fields: Record<string, unknown> = Object.create(null);
  for (const one of given) {
    const at = one.indexOf("=");
    if (at < 1) return `--set takes PATH=VALUE, as customer.phone=+447400100200; ${JSON.stringify(one)} is none`;
    const text = one.slice(at + 1);
    try {
      fields[one.slice(0, at)] = JSON.parse(text);
    } catch {
      fields[one.slice(0, at)] = text;
    }
  }
  return fields;
};

/** The letter's value as a person changed it. */
const edited = async (
  call: ServiceClient,
  id: string,
  terminal: Terminal,
): Promise<{ readonly value: unknown } | ExitCode> => {
  const answer = await call("GET", `/v1/dead-letters/${encodeURIComponent(id)}`);
  if (answer.status !== 200) return refused(terminal, answer, false);
  const { base64, json, text } = (answer.body as unknown as ShownLetter).value;
  const before = json !== undefined ? `${JSON.stringify(json, null, 2)}\n` : (text ?? base64 ?? "{}\n");
  const after = await editText(before, terminal.environment);
  try {
    return { value: JSON.parse(after) };
  } catch {
    terminal.errors.write("sms dead-letters replay: the edited text is no JSON, so nothing is replayed\n");
    return 1;
  }
};

/** `sms dead-letters replay`: publishes letters again, and prints what becomes of them. */
export const replayLetters = async (
  needs: ReplayNeeds,
  ids: readonly string[],
  given: ReplayOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { call } = needs;
  const { errors, output } = terminal;
  const usage = (why: string): ExitCode => {
    errors.write(`sms dead-letters replay: ${why}\n`);
    return 2;
  };
  const { edit, follow, json, reason, set } = given;
  const chosen = letterChoice(ids, given);
  if (typeof chosen === "string") return usage(chosen);
  const [only] = ids;
  if (edit === true && (only === undefined || ids.length > 1)) return usage("--edit takes one ID");
  const fields = set === undefined ? undefined : fieldsOf(set);
  if (typeof fields === "string") return usage(fields);
  const mended: { readonly value?: unknown } | ExitCode = edit === true ? await edited(call, only!, terminal) : {};
  if (typeof mended === "number") return mended;
  let isWell = true;
  for (let left = 1; left > 0; ) {
    const answer = await call("POST", "/v1/dead-letters/replay", { ...chosen, ...mended, set: fields, reason });
    if (answer.status !== 200) return refused(terminal, answer, json === true);
    const { results, ...rest } = answer.body as unknown as { results: readonly Result[]; left: number };
    for (const result of results) {
      const said =
        result.state === "refused"
          ? `refused ${result.id}: ${result.detail}`
          : `replayed ${result.id} to ${result.topic}`;
      output.write(json === true ? `${JSON.stringify(result)}\n` : `${said}\n`);
    }
    const went = results.flatMap((result) => (result.state === "replayed" ? result.messages : []));
    isWell &&= results.length > 0 && results.every(({ state }) => state === "replayed");
    if (results.length === 0) errors.write("no open dead letter is of this cause and topic\n");
    if (follow !== false) isWell = (await followMessages(needs, went, json === true, terminal)) && isWell;
    // Letters that are refused stay open, and would be met again and again.
    left = results.some(({ state }) => state === "replayed") ? rest.left : 0;
    if (left === 0 && rest.left > 0) errors.write(`${rest.left} more are of this cause and topic\n`);
  }
  return isWell ? 0 : 1;
};
