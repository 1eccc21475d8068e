import { counted } from "../../domain/counted.js";
import { type Preview, previewMessage } from "../../application/requests/preview-message.js";
import type { AcceptRequest } from "../../application/requests/accept-request.js";
import { requestBody, type SendOptions } from "./send.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { traceLines } from "./trace-lines.js";
import { widthOf, wrapped } from "./wrapped.js";

export type PreviewOptions = Omit<SendOptions, "idempotencyKey" | "wait">;

const usd = (micros: number): string => `USD ${Math.trunc(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;

const headline = ({ decision, until, reason, detail }: Preview): string => {
  switch (decision) {
    case "send":
      return "send: it would go now";
    case "defer":
      return `defer: it would wait until ${until}`;
    case "refuse":
      return `refuse: ${reason}. ${detail}`;
  }
};

const page = (preview: Preview, width: number): string => {
  const { encoding, segments, estimatedCost, parts, edits, trace } = preview;
  const cost = estimatedCost === null ? "cost unknown" : usd(estimatedCost.micros);
  return [
    ...wrapped(headline(preview), width),
    ...(encoding === null ? [] : [`${encoding}, ${counted(segments!, "part")}, ${cost}`]),
    ...parts.map((part, index) => `  ${index + 1}  ${part.replaceAll("\n", "\n     ")}`),
    ...(edits.length === 0 ? [] : ["changes"]),
    ...edits.map(
      ({ offset, before, after, why }) =>
        `  at ${offset}: ${JSON.stringify(before)} became ${JSON.stringify(after)} (${why})`,
    ),
    "checks",
    ...traceLines(trace, width),
  ].join("\n");
};

/**
 * `sms preview NUMBER TEXT`, or `--template NAME --variables JSON`: previews the decision, with nothing sent. 0 where
 * the message would go now or later, 1 where it would be refused, 2 for bad usage.
 */
export const preview = async (
  judge: AcceptRequest["preview"],
  options: PreviewOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const body = requestBody(options);
  const decision = typeof body === "string" ? body : await judge(body);
  if (typeof decision === "string") {
    errors.write(`sms preview: ${decision}\n`);
    return 2;
  }
  if (decision.kind === "invalid") {
    for (const { pointer, message } of decision.faults) errors.write(`sms preview: ${pointer.slice(1)}: ${message}\n`);
    return 2;
  }
  const shown = previewMessage(decision);
  output.write(`${options.json === true ? JSON.stringify(shown) : page(shown, widthOf(terminal))}\n`);
  return decision.kind === "refuse" ? 1 : 0;
};
