import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface Scheduled {
  readonly messages: readonly {
    readonly messageId: string;
    readonly class: string;
    readonly until: string;
    readonly because: string | null;
  }[];
  readonly next?: string;
}

/** `sms scheduled list`: what waits, the next due first. */
export const listScheduled = async (
  call: ServiceClient,
  cursor: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const answer = await call(
    "GET",
    `/v1/scheduled${cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`}`,
  );
  if (answer.status !== 200) return refused(terminal, answer, json);
  const { messages, next } = answer.body as unknown as Scheduled;
  for (const message of messages) {
    const { because, class: of, messageId, until } = message;
    output.write(
      json ? `${JSON.stringify(message)}\n` : `${until}  ${of.padEnd(13)}  ${messageId}  ${because ?? "-"}\n`,
    );
  }
  if (!json && messages.length === 0 && next === undefined) errors.write("nothing waits\n");
  if (next !== undefined) errors.write(`more: --cursor ${next}\n`);
  return 0;
};

/** `sms scheduled cancel ID`: a text that waits is not sent. */
export const cancelScheduled = async (
  call: ServiceClient,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await call("DELETE", `/v1/messages/${encodeURIComponent(id)}`);
  if (answer.status !== 200) return refused(terminal, answer, json);
  terminal.output.write(json ? `${JSON.stringify(answer.body)}\n` : `${id} is cancelled; its outcome is published\n`);
  return 0;
};
