import type { CheckedFile } from "../../domain/campaign/checked-file.js";
import { fileTrouble } from "../../domain/file-trouble.js";
import { checkedFilePage } from "./checked-file-page.js";
import { progressLine } from "./progress-line.js";
import { jsonObject } from "../../domain/json-object.js";
import { noVariables } from "./no-variables.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** The words that a file is checked against, from the command line. */
export interface FileTextOptions {
  readonly template?: string | undefined;
  readonly text?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly class?: string | undefined;
  readonly locale?: string | undefined;
  /** `09:00-20:00`. */
  readonly window?: string | undefined;
  readonly zone?: string | undefined;
  /** `mon,tue`. */
  readonly days?: string | undefined;
}

/**
 * Checks a file on disk, and tells how many rows it has looked at; a string says why the text cannot be used. Rejects with
 * `UnreadableFile`.
 */
export type CheckFile = (
  path: string,
  text: FileTextOptions,
  lookedAt?: (rows: number) => void,
) => Promise<CheckedFile | string>;

interface CheckOptions extends Omit<FileTextOptions, "variables"> {
  readonly file: string;
  /** A JSON object. */
  readonly variables?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * `sms campaign check FILE`: checks a file of recipients without a service. 0 where every row is good or left out,
 * else 1.
 */
export const campaignCheck = async (check: CheckFile, options: CheckOptions, terminal: Terminal): Promise<ExitCode> => {
  const { file, json, variables, ...text } = options;
  const given = variables === undefined ? undefined : jsonObject(variables);
  if (variables !== undefined && given === undefined) {
    terminal.errors.write(`sms campaign check: ${noVariables}\n`);
    return 2;
  }
  if ((text.template === undefined) === (text.text === undefined)) {
    terminal.errors.write("sms campaign check: give either --template NAME or --text TEXT\n");
    return 2;
  }
  const line = progressLine(terminal, json === true);
  const lookedAt = (rows: number): void => line.show(`${rows.toLocaleString("en")} rows`);
  const report = await check(file, { ...text, variables: given }, lookedAt)
    .catch((error: unknown) => fileTrouble(file, error))
    .finally(line.clear);
  if (typeof report === "string") {
    if (json === true) terminal.output.write(`${JSON.stringify({ error: report })}\n`);
    else terminal.errors.write(`sms campaign check: ${report}\n`);
    return 1;
  }
  terminal.output.write(json === true ? `${JSON.stringify(report)}\n` : `${checkedFilePage(report).join("\n")}\n`);
  return report.faults.length === 0 && report.good > 0 ? 0 : 1;
};
