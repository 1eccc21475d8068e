import { createHash, randomUUID } from "node:crypto";
import { fileTrouble } from "../../domain/file-trouble.js";
import type { BulkProgress, BulkRun } from "../../application/ports/bulk-progress.js";
import { type RecipientFile, UnreadableFile } from "../../application/ports/recipient-file.js";
import { type BulkRow, bulkRows, type ColumnTypes, type FaultyRow } from "./bulk-rows.js";
import { progressLine } from "./progress-line.js";
import { jsonObject } from "../../domain/json-object.js";
import { noVariables } from "./no-variables.js";
import type { ServiceAnswer, ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface BulkNeeds {
  readonly call: ServiceClient;
  readonly openFile: (path: string) => Promise<RecipientFile>;
  readonly progress: BulkProgress;
  /** The types of a template's variables as this machine's templates have them; undefined where it has no such template. */
  readonly typesOf: (template: string) => Promise<ColumnTypes | undefined>;
}

export interface BulkOptions {
  readonly file: string;
  readonly text?: string;
  readonly template?: string;
  readonly variables?: string;
  readonly class?: string;
  readonly locale?: string;
  readonly sender?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

type Result = {
  readonly to: string;
  readonly messageId?: string;
  readonly error?: { readonly code: string; readonly detail: string };
};

const chunkSize = 500;

const begunRun = (digest: string): BulkRun => ({
  ...{ run: randomUUID(), digest, rows: 0, accepted: 0, refused: 0, ended: false },
});

/**
 * `sms bulk FILE --text TEXT | --template NAME`: a text to each row, 500 at a time through the running service. A run that
 * was broken off goes on with `--resume`, and nobody is texted twice. 0 where every row was accepted, else 1.
 */
export const bulk = async (
  { call, openFile, progress, typesOf }: BulkNeeds,
  options: BulkOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const { class: of, file: path, json, locale, resume, sender, template, text } = options;
  const line = progressLine(terminal, json === true);
  const refuse = (why: string, code: ExitCode = 1): ExitCode => {
    line.clear();
    errors.write(`sms bulk: ${why}\n`);
    return code;
  };
  const variables = options.variables === undefined ? undefined : jsonObject(options.variables);
  if (options.variables !== undefined && variables === undefined) return refuse(noVariables, 2);
  if ((text === undefined) === (template === undefined)) return refuse("give either --text TEXT or --template NAME", 2);
  const said = { text, template, variables, class: of, locale, senderId: sender };

  const file = await openFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (file instanceof Error) return refuse(fileTrouble(path, file));
  const digest = createHash("sha256").update(file.hash).update(JSON.stringify(said)).digest("hex");
  const earlier = await progress.read(path);
  if (earlier !== undefined && !earlier.ended && resume !== true)
    return refuse(
      `an earlier run of this file ended after ${earlier.rows} rows; go on with --resume, or begin anew by deleting ${path}.bulk.json`,
    );
  if (resume === true && earlier === undefined) return refuse("no run of this file was begun; leave --resume out");
  if (resume === true && earlier?.digest !== digest)
    return refuse(
      "the file or what is said to it changed since the run was begun; begin anew without --resume after deleting its .bulk.json",
    );
  if (resume === true && earlier?.ended === true)
    return refuse(`that run ended: ${earlier.accepted} accepted, ${earlier.refused} refused`);

  let run = resume === true && earlier !== undefined ? earlier : begunRun(digest);
  await progress.write(path, run);
  const tell = (answer: object, words: string, isFault: boolean): void => {
    line.clear();
    if (json === true) output.write(`${JSON.stringify(answer)}\n`);
    else if (isFault) errors.write(`${words}\n`);
  };

  const sendChunk = async (rows: readonly (BulkRow | FaultyRow)[]): Promise<ServiceAnswer | undefined> => {
    const good = rows.filter((row): row is BulkRow => "to" in row);
    const recipients = good.map(({ reference, to, variables: own }) => ({
      to,
      reference,
      ...(template === undefined ? {} : { variables: own }),
    }));
    const answer =
      good.length === 0
        ? undefined
        : await call(
            "POST",
            "/v1/messages/bulk",
            { ...said, recipients },
            { "idempotency-key": `${run.run}.${run.rows}` },
          );
    if (answer !== undefined && answer.status !== 202) return answer;
    const results = new Map(good.map((row, at) => [row.line, (answer!.body["results"] as readonly Result[])[at]!]));
    let accepted = 0;
    for (const row of rows) {
      const result = results.get(row.line);
      const error = "fault" in row ? { code: "invalid-row", detail: row.fault } : result?.error;
      if (error === undefined) accepted += 1;
      tell(
        { line: row.line, ...result, ...(error === undefined ? {} : { error }) },
        `line ${row.line}: ${error?.code}: ${error?.detail}`,
        error !== undefined,
      );
    }
    run = {
      ...run,
      rows: run.rows + rows.length,
      accepted: run.accepted + accepted,
      refused: run.refused + rows.length - accepted,
    };
    await progress.write(path, run);
    const [rowsTold, accepts, refuses] = [run.rows, run.accepted, run.refused].map((one) => one.toLocaleString("en"));
    line.show(`${rowsTold} rows: ${accepts} accepted, ${refuses} refused`);
    return undefined;
  };

  try {
    let skipped = run.rows;
    let chunk: (BulkRow | FaultyRow)[] = [];
    for await (const row of bulkRows(file, template === undefined ? new Map() : await typesOf(template))) {
      if (skipped > 0) {
        skipped -= 1;
        continue;
      }
      chunk.push(row);
      if (chunk.length < chunkSize) continue;
      const failed = await sendChunk(chunk);
      if (failed !== undefined)
        return refuse(`the service refused (${failed.status}: ${failed.body["detail"]}); go on with --resume`);
      chunk = [];
    }
    const failed = chunk.length === 0 ? undefined : await sendChunk(chunk);
    if (failed !== undefined)
      return refuse(`the service refused (${failed.status}: ${failed.body["detail"]}); go on with --resume`);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return refuse(`line ${error.line}: ${error.message}`);
  } finally {
    line.clear();
  }
  run = { ...run, ended: true };
  await progress.write(path, run);
  if (json !== true)
    output.write(`${run.accepted.toLocaleString("en")} accepted, ${run.refused.toLocaleString("en")} refused\n`);
  return run.refused === 0 ? 0 : 1;
};
