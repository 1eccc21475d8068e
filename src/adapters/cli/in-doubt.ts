import type { Command } from "commander";
import { refused, type ServiceClient } from "./service-client.js";
import { showAnswer } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface Doubts {
  readonly total: number;
  readonly messages: readonly {
    readonly messageId: string;
    readonly since: string;
    readonly proposal?: { readonly providerMessageId: string; readonly status: string; readonly because: string };
  }[];
}

/** Messages that may or may not have gone out, oldest first. */
const listInDoubt = async (call: ServiceClient, json: boolean, terminal: Terminal): Promise<ExitCode> => {
  const answer = await call("GET", "/v1/in-doubt");
  if (answer.status !== 200) return refused(terminal, answer, json);
  const { total, messages } = answer.body as unknown as Doubts;
  for (const message of messages) {
    const { messageId, proposal, since } = message;
    const proposed =
      proposal === undefined
        ? ""
        : `  probably sent (${proposal.status}): ${proposal.because}\n  sms in-doubt resolve ${messageId} --as sent --receipt ${proposal.providerMessageId}\n`;
    terminal.output.write(json ? `${JSON.stringify(message)}\n` : `${messageId}  since ${since}\n${proposed}`);
  }
  if (!json) terminal.output.write(`${total} in doubt${total > messages.length ? `, ${messages.length} shown` : ""}\n`);
  return 0;
};

/** Publishes the outcome that an operator found out. */
const resolveInDoubt = async (
  call: ServiceClient,
  id: string,
  as: string,
  receipt: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  if (as !== "sent" && as !== "failed") {
    terminal.errors.write("sms in-doubt resolve: --as takes sent or failed\n");
    return 2;
  }
  const answer = await call("POST", `/v1/in-doubt/${encodeURIComponent(id)}`, { as, providerMessageId: receipt });
  return showAnswer(terminal, answer, json, () => `${id} is now ${as}; its outcome is published`);
};

/** `sms in-doubt`: messages of which nobody knows whether they went out. */
export const inDoubtCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const doubts = program.command("in-doubt").description("messages of which nobody knows whether they went out");
  add("list", "the oldest first", [], ({ json }: Json) => listInDoubt(call, json === true, terminal), doubts);
  add(
    "resolve <id>",
    "say what became of one",
    [
      ["--as <end>", "sent or failed"],
      ["--receipt <id>", "the provider's id of the text, as the list proposes it"],
    ],
    (id: string, { as, json, receipt }: Json & { as?: string; receipt?: string }) =>
      resolveInDoubt(call, id, as ?? "", receipt, json === true, terminal),
    doubts,
  );
};
