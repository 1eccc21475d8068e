import type { Command } from "commander";
import type { ServiceClient } from "./service-client.js";
import { cursorOption, listed, showAnswer } from "./show-answer.js";
import type { Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface ScheduledMessage {
  readonly messageId: string;
  readonly class: string;
  readonly until: string;
  readonly because: string | null;
}

const line = ({ because, class: of, messageId, until }: ScheduledMessage): string =>
  `${until}  ${of.padEnd(13)}  ${messageId}  ${because ?? "-"}`;

/** `sms scheduled`: what waits. */
export const scheduledCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const scheduled = program
    .command("scheduled")
    .description("texts that wait: for their time, quiet hours, the gateway");
  add(
    "list",
    "the next due first",
    [cursorOption],
    listed(call, terminal, "/v1/scheduled", { of: "messages", line, none: "nothing waits" }),
    scheduled,
  );
  add(
    "cancel <id>",
    "do not send one; its outcome is sms.failed, cancelled",
    [],
    async (id: string, { json }: Json) => {
      const answer = await call("DELETE", `/v1/messages/${encodeURIComponent(id)}`);
      return showAnswer(terminal, answer, json, () => `${id} is cancelled; its outcome is published`);
    },
    scheduled,
  );
};
