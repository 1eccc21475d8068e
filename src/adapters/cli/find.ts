import { optionNumber } from "./option-number.js";
import { cursorOption } from "./show-answer.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { rowWidthOf, wrappedRow } from "./wrapped.js";

export interface FoundMessage {
  readonly messageId: string;
  readonly to: string | null;
  readonly class: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly template: string | null;
  readonly acceptedAt: string;
  readonly correlationId: string | null;
}

interface FindOptions {
  readonly json?: boolean;
  readonly to?: string | undefined;
  readonly limit?: string;
  readonly [field: string]: unknown;
}

/** A flag for each field of a search. */
export const findOptions = [
  ["--reference <text>", "as the request gave it"],
  ["--correlation-id <id>", "an order number, say"],
  ["--provider-message-id <id>", "as the gateway answered it"],
  ["--template <name>", "of this template"],
  ["--reason <word>", "of a failure, such as opted-out"],
  ["--class <class>", "otp, transactional or promotional"],
  ["--status <status>", "deferred, failed, sent, undelivered or delivered"],
  ["--campaign <id>", "of this campaign"],
  ["--caller <name>", "of this key or producer"],
  ["--since <instant>", "accepted from then on, RFC 3339"],
  ["--until <instant>", "accepted before then"],
  ["--limit <n>", "at most so many, up to 200"],
  cursorOption,
] as const;

const column = (text: string, width: number): string => text.padEnd(width);

/** A line a message, in columns, or as many as the width asks for. */
export const foundLines = (messages: readonly FoundMessage[], width: number): readonly string[] =>
  messages.flatMap(({ acceptedAt, class: of, correlationId, messageId, reason, status, template, to }) =>
    wrappedRow(
      [
        acceptedAt.replace("T", " ").slice(0, 19),
        column(reason === null ? status : `${status} ${reason}`, 24),
        column(to ?? "-", 16),
        column(of ?? "-", 13),
        messageId,
        column(template ?? "-", 26),
        correlationId ?? "-",
      ],
      width,
    ),
  );

/** `sms find [NUMBER] --FIELD VALUE`: messages in the log, newest first. */
export const find = async (
  call: ServiceClient,
  { json, limit, ...fields }: FindOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const search = { ...fields, limit: optionNumber("--limit", limit) };
  const answer = await call("POST", "/v1/messages/search", search);
  if (answer.status !== 200) return refused(terminal, answer, json === true);
  const { messages, next } = answer.body as unknown as {
    readonly messages: readonly FoundMessage[];
    readonly next?: string;
  };
  const width = rowWidthOf(terminal);
  const lines = json === true ? messages.map((message) => JSON.stringify(message)) : foundLines(messages, width);
  for (const line of lines) terminal.output.write(`${line}\n`);
  if (json !== true && messages.length === 0)
    terminal.errors.write("no message is found; --since looks further back\n");
  const more = `more: --cursor ${next}`;
  if (next !== undefined) terminal.errors.write(`${more.length > width ? more.replace(": ", ":\n  ") : more}\n`);
  return 0;
};
