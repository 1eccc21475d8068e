import type { ServiceClient } from "./service-client.js";
import { pageOf, showAnswer, showPage } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface ScheduledMessage {
  readonly messageId: string;
  readonly class: string;
  readonly until: string;
  readonly because: string | null;
}

/** `sms scheduled list`: what waits, the next due first. */
export const listScheduled = async (
  call: ServiceClient,
  cursor: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> =>
  showPage(terminal, await call("GET", pageOf("/v1/scheduled", cursor)), json, {
    of: "messages",
    line: ({ because, class: of, messageId, until }: ScheduledMessage) =>
      `${until}  ${of.padEnd(13)}  ${messageId}  ${because ?? "-"}`,
    none: "nothing waits",
  });

/** `sms scheduled cancel ID`: a text that waits is not sent. */
export const cancelScheduled = async (
  call: ServiceClient,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> =>
  showAnswer(
    terminal,
    await call("DELETE", `/v1/messages/${encodeURIComponent(id)}`),
    json,
    () => `${id} is cancelled; its outcome is published`,
  );
