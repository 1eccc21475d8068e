import type { Command } from "commander";
import { type LetterChoice, letterChoice } from "./letter-choice.js";
import { type ReplayNeeds, type ReplayOptions, replayLetters } from "./replay-letters.js";
import { refused } from "./service-client.js";
import type { ShownLetter, Letter } from "./shown-letter.js";
import { cursorOption } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface Group {
  readonly cause: string;
  readonly topic: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
}

const groupLine = ({ cause, count, newest, topic }: Group): string =>
  `${String(count).padStart(6)}  ${cause.padEnd(18)}  ${topic || "(unknown topic)"}  newest ${newest}\n`;

const letterLine = ({ at, cause, detail, id, mark, topic }: Letter): string => {
  const done = mark === null ? "" : `  ${mark.state} by ${mark.by}${mark.reason === null ? "" : `: ${mark.reason}`}`;
  return `${id}  ${at}  ${cause}  ${topic}  ${detail}${done}\n`;
};

interface ListOptions extends Json {
  readonly cause?: string;
  readonly topic?: string;
  readonly state?: string;
  readonly cursor?: string;
}

/** dead-letters: records that could not be processed. */
export const deadLetterCommands = (program: Command, add: AddCommand, needs: ReplayNeeds, terminal: Terminal): void => {
  const { call } = needs;
  const { errors, output } = terminal;
  const usage = (command: string, why: string): ExitCode => {
    errors.write(`sms dead-letters ${command}: ${why}\n`);
    return 2;
  };

  const list = async ({ json, ...given }: ListOptions): Promise<ExitCode> => {
    const filters = (["cause", "topic", "state", "cursor"] as const).flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[name, value] as [string, string]];
    });
    const query = new URLSearchParams(filters);
    const answer = await call("GET", `/v1/dead-letters${query.size === 0 ? "" : `?${query}`}`);
    if (answer.status !== 200) return refused(terminal, answer, json === true);
    const { groups, letters, next, older } = answer.body as unknown as {
      groups: Group[];
      letters: Letter[];
      next?: string;
      older: number;
    };
    if (json === true) {
      for (const letter of letters) output.write(`${JSON.stringify(letter)}\n`);
    } else {
      for (const group of groups) output.write(groupLine(group));
      if (groups.length > 0) output.write("\n");
      for (const letter of letters) output.write(letterLine(letter));
      if (letters.length === 0) errors.write("no dead letters\n");
    }
    if (older > 0) errors.write(`${older} older ones were not looked at\n`);
    if (next !== undefined) errors.write(`more: --cursor ${next}\n`);
    return 0;
  };

  const show = async (id: string, { json }: Json): Promise<ExitCode> => {
    const answer = await call("GET", `/v1/dead-letters/${encodeURIComponent(id)}`);
    if (answer.status !== 200) return refused(terminal, answer, json === true);
    if (json === true) {
      output.write(`${JSON.stringify(answer.body)}\n`);
      return 0;
    }
    const { headers, key, value, ...letter } = answer.body as unknown as ShownLetter;
    output.write(letterLine(letter as Letter));
    output.write(`key: ${key ?? "none"}\n`);
    for (const [name, held] of headers) output.write(`${name}: ${held ?? ""}\n`);
    const { base64, json: whole, text } = value;
    output.write(`\n${whole !== undefined ? JSON.stringify(whole, null, 2) : (text ?? base64 ?? "no value")}\n`);
    return 0;
  };

  const discard = async (ids: readonly string[], given: LetterChoice): Promise<ExitCode> => {
    const chosen = letterChoice(ids, given);
    if (typeof chosen === "string") return usage("discard", chosen);
    if (given.reason === undefined) return usage("discard", "say why with --reason");
    for (let left = 1, any = false; left > 0; any = true) {
      const answer = await call("POST", "/v1/dead-letters/discard", { ...chosen, reason: given.reason });
      if (answer.status !== 200) return refused(terminal, answer, given.json === true);
      const done = answer.body as unknown as { ids: string[]; unknown: string[]; left: number };
      output.write(given.json === true ? `${JSON.stringify(done)}\n` : `discarded ${done.ids.length}\n`);
      for (const id of done.unknown) errors.write(`no dead letter has the id ${id}\n`);
      left = done.left;
      if (done.unknown.length > 0 || (done.ids.length === 0 && !any)) return 1;
    }
    return 0;
  };

  const letters = program.command("dead-letters").description("records that could not be processed");
  const cause = ["--cause <cause>", "such as invalid-event or bad-json"] as const;
  const topic = ["--topic <topic>", "the topic they came from"] as const;
  add(
    "list",
    "grouped by cause and topic, then each, the newest first",
    [cause, topic, ["--state <state>", "open (default), replayed or discarded"], cursorOption],
    list,
    letters,
  );
  add("show <id>", "one, decoded; it may name a number", [], show, letters);
  add(
    "replay [ids...]",
    "publish again to the topic it came from, with a new deadline, and follow what becomes of it",
    [
      cause,
      topic,
      ["--set <path=value...>", "mend a field first, as customer.phone=+447400100200"],
      ["--edit", "mend the value of one in VISUAL or EDITOR"],
      ["--reason <text>", "kept beside the letter"],
      ["--no-follow", "do not wait for the outcomes"],
    ],
    (ids: readonly string[], given: ReplayOptions) => replayLetters(needs, ids, given, terminal),
    letters,
  );
  add(
    "discard [ids...]",
    "settle without a replay; the topic keeps the record",
    [cause, topic, ["--reason <text>", "kept beside the letter"]],
    discard,
    letters,
  );
};
