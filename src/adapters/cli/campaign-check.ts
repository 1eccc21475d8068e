import type { CheckedFile, FileFault } from "../../domain/campaign/checked-file.js";
import { jsonObject, noVariables } from "./json-object.js";
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

/** Checks a file on disk; a string says why the text cannot be used. Rejects with `UnreadableFile`. */
export type CheckFile = (path: string, text: FileTextOptions) => Promise<CheckedFile | string>;

interface CheckOptions extends Omit<FileTextOptions, "variables"> {
  readonly file: string;
  /** A JSON object. */
  readonly variables?: string | undefined;
  readonly json?: boolean | undefined;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const usd = (micros: number): string => `USD ${(micros / 1e6).toFixed(micros < 1e6 ? 4 : 2)}`;
const named: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

const faultLine = ({ column, fault, line, value }: FileFault): string =>
  `  line ${line}${column === null ? "" : `, ${column}`}${value === undefined || value === "" ? "" : ` “${value}”`}: ${fault}`;

const page = (report: CheckedFile): readonly string[] => {
  const { bad, cost, delimiter, duplicates, encoding, excluded, faults, good, mended, parts, rows } = report;
  const mends = Object.entries(mended).map(([kind, count]) => `${count} ${kind}`);
  const price = cost.low === cost.high ? usd(cost.low) : `${usd(cost.low)} to ${usd(cost.high)}`;
  return [
    `${counted(rows, "row")}: ${good.toLocaleString("en")} good, ${bad} bad, ${duplicates} duplicate, ${excluded} excluded   (${encoding}, ${named[delimiter] ?? delimiter})`,
    ...Object.entries(parts).map(
      ([count, texts]) => `  ${counted(texts, "text")} of ${counted(Number(count), "part")}`,
    ),
    `  cost ${price}${report.unpriced > 0 ? `, and ${counted(report.unpriced, "text")} without a price` : ""}`,
    ...report.windows.map(({ from, rows: waiting }) =>
      from === null
        ? `  ${counted(waiting, "text")} would go at once`
        : `  ${counted(waiting, "text")} would wait until ${from}`,
    ),
    `  needs ${counted(Math.ceil(report.redisBytes / 1e6), "MB", "MB")} of Redis while it runs`,
    ...(mends.length === 0 ? [] : [`  numbers a spreadsheet had changed, read nevertheless: ${mends.join(", ")}`]),
    ...(report.unused.length === 0 ? [] : [`  columns that the text does not use: ${report.unused.join(", ")}`]),
    ...faults.map(faultLine),
    ...(bad > faults.length ? [`  … and ${(bad - faults.length).toLocaleString("en")} more`] : []),
  ];
};

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
  const report = await check(file, { ...text, variables: given }).catch((error: unknown) => {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return code === "ENOENT" ? `there is no file ${file}` : code === "EISDIR" ? `${file} is a folder` : message;
  });
  if (typeof report === "string") {
    if (json === true) terminal.output.write(`${JSON.stringify({ error: report })}\n`);
    else terminal.errors.write(`sms campaign check: ${report}\n`);
    return 1;
  }
  terminal.output.write(json === true ? `${JSON.stringify(report)}\n` : `${page(report).join("\n")}\n`);
  return report.faults.length === 0 && report.good > 0 ? 0 : 1;
};
