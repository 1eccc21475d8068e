import type { TraceEntry } from "../../domain/decision/trace.js";
import { usd } from "../../domain/money/usd.js";
import { type FoundMessage, foundLines } from "./find.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { traceLines } from "./trace-lines.js";
import { rowWidthOf, widthOf, wrapped, wrappedRow } from "./wrapped.js";

interface Receipt {
  readonly providerResponse: string | null;
  readonly actualCost?: { readonly micros: number } | null;
}

interface Explained {
  readonly messageId: string;
  readonly state: string;
  readonly class: string | null;
  readonly to: string | null;
  readonly timeline: readonly { readonly at: string; readonly state: string }[];
  readonly trace: readonly TraceEntry[];
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly receipt?: Receipt;
}

/** The message log's row has the receipt's fields itself. */
const receiptWords = ({ outcome, receipt }: Explained): string => {
  const { actualCost, providerResponse } = receipt ?? ((outcome ?? {}) as Partial<Receipt>);
  return [providerResponse, actualCost && `USD ${usd(actualCost.micros)}`].filter(Boolean).join(", ");
};

const page = (explained: Explained, width: number): string => {
  const { messageId, state, class: of, to, timeline, trace, outcome } = explained;
  const told = receiptWords(explained);
  return [
    ...wrappedRow([messageId, state, ...(of === null ? [] : [of]), ...(to === null ? [] : [`to ${to}`])], width),
    ...(outcome?.["reason"] ? wrapped(`why: ${outcome["reason"]}. ${outcome["detail"]}`, width) : []),
    ...(told === "" ? [] : wrapped(`receipt: ${told}`, width)),
    "timeline",
    ...timeline.map(({ at, state: then }) => `  ${at}  ${then}`),
    ...(trace.length === 0 ? [] : ["checks"]),
    ...traceLines(trace, width),
  ].join("\n");
};

/** `sms explain ID`: state, timeline and trace of one message, by its id, an order number, a reference or a provider's id. */
export const explain = async (
  call: ServiceClient,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const width = widthOf(terminal);
  const answer = await call("GET", `/v1/messages/${encodeURIComponent(id)}`);
  if (answer.status === 300) {
    const { messages } = answer.body as unknown as { readonly messages: readonly FoundMessage[] };
    terminal.output.write(
      json ? `${JSON.stringify(answer.body)}\n` : `${foundLines(messages, rowWidthOf(terminal)).join("\n")}\n`,
    );
    if (!json) terminal.errors.write(`${messages.length} messages have this id; explain one by its message id\n`);
    return 0;
  }
  if (answer.status !== 200) return refused(terminal, answer, json);
  terminal.output.write(`${json ? JSON.stringify(answer.body) : page(answer.body as unknown as Explained, width)}\n`);
  return 0;
};
