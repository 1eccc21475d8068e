import type { Command } from "commander";
import { refused, type ServiceClient } from "./service-client.js";
import { isRefusal, showAnswer } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

/** A time as the command line gives it: days, or instants. */
interface GivenRange {
  readonly from?: string;
  readonly to?: string;
}

interface Sum {
  readonly day: string;
  readonly country: string;
  readonly class: string;
  readonly sent: number;
  readonly heard: number;
  readonly pricedEstimate: number;
  readonly actual: number;
  readonly ratio: number | null;
}

interface Reconciled {
  readonly sums: readonly Sum[];
  readonly total: Omit<Sum, "day" | "country" | "class">;
  readonly missing: { readonly texts: number; readonly messageIds: readonly string[] };
  readonly corrections: readonly string[];
}

const dollars = (micros: number): string => `$${(micros / 1_000_000).toFixed(6)}`;
const today = (): string => new Date().toISOString().slice(0, 10);

const line = (name: string, { sent, heard, pricedEstimate, actual, ratio }: Omit<Sum, "day" | "country" | "class">) =>
  `${name}  ${sent} sent, ${heard} with a receipt, estimated ${dollars(pricedEstimate)}, actual ${dollars(actual)}${ratio === null ? "" : `, ratio ${ratio.toFixed(3)}`}\n`;

/** Estimates and actual prices, by day, country and class; exit 1 where the price book is off. */
const reconcile = async (
  call: ServiceClient,
  { from = today(), to = today() }: GivenRange,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const query = `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
  const answer = await call("GET", `/v1/reconcile?${query}`);
  if (answer.status !== 200) return refused(terminal, answer, json);
  const { sums, total, missing, corrections } = answer.body as unknown as Reconciled;
  const code = corrections.length > 0 ? 1 : 0;
  if (json) {
    terminal.output.write(`${JSON.stringify(answer.body)}\n`);
    return code;
  }
  for (const sum of sums) terminal.output.write(line(`${sum.day} ${sum.country} ${sum.class}`, sum));
  terminal.output.write(line("total", total));
  if (missing.texts > 0) terminal.output.write(`${missing.texts} without a receipt:\n`);
  for (const id of missing.messageIds) terminal.output.write(`  ${id}\n`);
  if (corrections.length > 0) terminal.output.write("the price book is more than 10 % off; mend it with:\n");
  for (const correction of corrections) terminal.output.write(`  ${correction}\n`);
  return code;
};

/** Lines of the delivery logs that nobody could read, the latest first. */
const unparsedReceipts = async (call: ServiceClient, json: boolean, terminal: Terminal): Promise<ExitCode> => {
  const answer = await call("GET", "/v1/receipts/unparsed");
  if (isRefusal(answer)) return refused(terminal, answer, json);
  const receipts = answer.body["receipts"] as readonly Readonly<Record<"at" | "cause" | "text", string>>[];
  for (const one of receipts)
    terminal.output.write(json ? `${JSON.stringify(one)}\n` : `${one.at}  ${one.cause}  ${one.text}\n`);
  if (receipts.length === 0 && !json) terminal.output.write("every line could be read\n");
  return 0;
};

/** `sms reconcile` and `sms receipts`: what providers say became of texts, and what they cost. */
export const receiptCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const range = [
    ["--from <day>", "first day or instant; default: today"],
    ["--to <day>", "last day or instant; default: today"],
  ] as const;
  add(
    "reconcile",
    "estimated beside actual prices by day, country and class; exit 1 where the price book is off",
    range,
    (given: GivenRange & Json) => reconcile(call, given, given.json === true, terminal),
  );
  const receipts = program.command("receipts").description("what providers say became of texts");
  add(
    "replay",
    "read the delivery logs of a time again",
    range,
    async ({ from = today(), json, to = today() }: GivenRange & Json) => {
      const answer = await call("POST", "/v1/receipts/replay", { from, to });
      return showAnswer(terminal, answer, json, () => "started; the service's log says when it has ended");
    },
    receipts,
  );
  add(
    "unparsed",
    "lines of the delivery logs that could not be read",
    [],
    ({ json }: Json) => unparsedReceipts(call, json === true, terminal),
    receipts,
  );
};
