import type { ExitCode } from "./terminal.js";

export interface Answer {
  /** One line, without its end. */
  readonly line: string;
  readonly refused: boolean;
}

export interface AnswerNeeds {
  /** The one value asked about; without it, every line of `input` is one. */
  readonly argument?: string | undefined;
  readonly json: boolean;
  readonly input: AsyncIterable<string | Buffer> & { readonly isTTY?: boolean | undefined };
  readonly output: {
    write(text: string): unknown;
    once?(event: "drain", listener: () => void): unknown;
  };
}

/** Longest line, in bytes: a text of 1 MB with every character escaped fits, and memory stays bounded. */
const longestLine = 8 * 1024 * 1024;
/** Answers are written in lumps of about this many characters. */
const lump = 65_536;
const newline = 0x0a;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The JSON string that a line is; undefined where it is none, or not UTF-8. */
const stringIn = (line: Uint8Array): string | undefined => {
  try {
    const value: unknown = JSON.parse(utf8.decode(line));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The lines of a stream of bytes; undefined for a line that is too long. The last line may lack its end. */
async function* linesOf(input: AsyncIterable<string | Buffer>): AsyncGenerator<Uint8Array | undefined> {
  let begun: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length <= longestLine) begun.push(piece);
    else begun = [];
  };
  const finish = (): Uint8Array | undefined => {
    const line = length > longestLine ? undefined : Buffer.concat(begun);
    begun = [];
    length = 0;
    return line;
  };
  for await (const given of input) {
    const chunk = typeof given === "string" ? Buffer.from(given) : given;
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      yield finish();
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

/** Collects answers, and waits where the reader is slower than we are. */
const writerTo = (output: AnswerNeeds["output"]) => {
  let waiting = "";
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = "";
    if (text === "" || output.write(text) !== false || output.once === undefined) return;
    await new Promise<void>((resolve) => void output.once?.("drain", resolve));
  };
  const write = async (line: string): Promise<void> => {
    waiting += `${line}\n`;
    if (waiting.length >= lump) await flush();
  };
  return { write, flush };
};

/**
 * Answers one argument, or every line of standard input (NDJSON: one JSON string per line) in order. A line that is no
 * JSON string is answered `{"error":"not-a-json-string","line":n}`, one above 8 MiB `{"error":"line-too-long","line":n}`,
 * lines counted from 1. Exit code 1 where a line was faulty, an answer an error, or the one argument was refused; 2 where
 * there is neither an argument nor a stream.
 */
export const answerLines = async (
  { argument, json, input, output }: AnswerNeeds,
  answer: (value: string) => Answer,
): Promise<ExitCode> => {
  const { write, flush } = writerTo(output);
  if (argument !== undefined) {
    const { line, refused } = answer(argument);
    await write(line);
    await flush();
    return refused ? 1 : 0;
  }
  if (input.isTTY) {
    await write("give one argument, or JSON strings on standard input, one per line");
    await flush();
    return 2;
  }
  let number = 0;
  let code: ExitCode = 0;
  for await (const bytes of linesOf(input)) {
    number++;
    const value = bytes === undefined ? undefined : stringIn(bytes);
    if (value === undefined) {
      const error = bytes === undefined ? "line-too-long" : "not-a-json-string";
      await write(json ? JSON.stringify({ error, line: number }) : `line ${number}: ${error}`);
      code = 1;
    } else {
      const { line, refused } = answer(value);
      await write(line);
      if (refused) code = 1;
    }
  }
  await flush();
  return code;
};
