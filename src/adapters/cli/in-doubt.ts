import { refused, type ServiceClient } from "./service-client.js";
import { showAnswer } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface Doubts {
  readonly total: number;
  readonly messages: readonly {
    readonly messageId: string;
    readonly since: string;
    readonly proposal?: { readonly providerMessageId: string; readonly status: string; readonly because: string };
  }[];
}

/** `sms in-doubt list`: messages that may or may not have gone out, oldest first. */
export const listInDoubt = async (call: ServiceClient, json: boolean, terminal: Terminal): Promise<ExitCode> => {
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

/** `sms in-doubt resolve ID --as sent|failed`: publishes the outcome that an operator found out. */
export const resolveInDoubt = async (
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
