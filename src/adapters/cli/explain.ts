import type { TraceEntry } from "../../domain/decision/trace.js";
import { type FoundMessage, foundLines } from "./find.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { traceLines } from "./trace-lines.js";

interface Explained {
  readonly messageId: string;
  readonly state: string;
  readonly class: string | null;
  readonly to: string | null;
  readonly timeline: readonly { readonly at: string; readonly state: string }[];
  readonly trace: readonly TraceEntry[];
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly receipt?: { readonly providerResponse: string | null; readonly carrier: string | null };
}

const page = ({ messageId, state, class: of, to, timeline, trace, outcome, receipt }: Explained): string =>
  [
    `${messageId}  ${state}${of === null ? "" : `  ${of}`}${to === null ? "" : `  to ${to}`}`,
    ...(outcome?.["reason"] ? [`why: ${outcome["reason"]}. ${outcome["detail"]}`] : []),
    ...(receipt?.providerResponse ? [`receipt: ${receipt.providerResponse}`] : []),
    "timeline",
    ...timeline.map(({ at, state: then }) => `  ${at}  ${then}`),
    ...(trace.length === 0 ? [] : ["checks"]),
    ...traceLines(trace),
  ].join("\n");

/** `sms explain ID`: state, timeline and trace of one message, by its id, an order number, a reference or a provider's id. */
export const explain = async (
  call: ServiceClient,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await call("GET", `/v1/messages/${encodeURIComponent(id)}`);
  if (answer.status === 300) {
    const { messages } = answer.body as unknown as { readonly messages: readonly FoundMessage[] };
    terminal.output.write(json ? `${JSON.stringify(answer.body)}\n` : `${foundLines(messages).join("\n")}\n`);
    if (!json) terminal.errors.write(`${messages.length} messages have this id; explain one by its message id\n`);
    return 0;
  }
  if (answer.status !== 200) return refused(terminal, answer, json);
  terminal.output.write(`${json ? JSON.stringify(answer.body) : page(answer.body as unknown as Explained)}\n`);
  return 0;
};
