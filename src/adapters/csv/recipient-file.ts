import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { type FileRow, type RecipientFile, UnreadableFile } from "../../application/ports/recipient-file.js";
import { type Delimiter, delimiterOf, namedDelimiter } from "../../domain/campaign/delimiter.js";

/** Opens the bytes from their start, each time it is called. */
export type Bytes = () => AsyncIterable<Uint8Array>;

type Encoding = "utf-8" | "utf-16le" | "windows-1252";

const longestRecord = 64 * 1024;
/** The headings must end within this much. */
const headBytes = 64 * 1024;

interface Scan {
  readonly encoding: Encoding;
  readonly hash: string;
  readonly head: string;
}

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** ZIP and OLE: the first bytes of Excel's own workbooks. */
const isWorkbook = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

const decodes = (decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean => {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
};

/**
 * Finds the encoding in one pass: UTF-16 by its mark, UTF-8 where every byte fits, else Windows-1252, in which every
 * byte is a character.
 */
const scan = async (bytes: Bytes): Promise<Scan> => {
  const hash = createHash("sha256");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let head = Buffer.alloc(0);
  let isUtf8 = true;
  for await (const chunk of bytes()) {
    hash.update(chunk);
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
    isUtf8 &&= decodes(utf8, chunk);
  }
  isUtf8 &&= decodes(utf8);
  if (isWorkbook(head))
    throw new UnreadableFile(
      1,
      "This is an Excel workbook, not a CSV file. In Excel choose Save As, then “CSV UTF-8”, and take that file",
    );
  const encoding = startsWith(head, 0xff, 0xfe) ? "utf-16le" : isUtf8 ? "utf-8" : "windows-1252";
  return { encoding, hash: hash.digest("hex"), head: new TextDecoder(encoding).decode(head) };
};

/** A file put together of others has several: of its first one alone, the parser would take the rest for one row. */
const lineEnds = ["\r\n", "\n", "\r"];

/** The parser makes all rows of a piece at once, and each waits in memory for its turn: few at a time. */
const pieceBytes = 4 * 1024;

async function* piecesOf(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes())
    for (let from = 0; from < chunk.length; from += pieceBytes) yield chunk.subarray(from, from + pieceBytes);
}

async function* decoded(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  for await (const piece of piecesOf(bytes)) {
    const text = decoder.decode(piece, { stream: true });
    const nul = text.indexOf("\0");
    if (nul !== -1)
      throw new UnreadableFile(
        line + (text.slice(0, nul).match(/\r\n|\r|\n/g)?.length ?? 0),
        "The file holds a NUL character, so it is no CSV text. Export it again as “CSV UTF-8”",
      );
    line += text.match(/\n/g)?.length ?? 0;
    yield text;
  }
  yield decoder.decode();
}

/** Leaves the line `sep=…` out. */
async function* behindFirstLine(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let inFirst = true;
  for await (const text of texts) {
    const end = inFirst ? /\r\n|\r|\n/.exec(text) : null;
    if (!inFirst) yield text;
    else if (end !== null) {
      inFirst = false;
      yield text.slice(end.index + end[0].length);
    }
  }
}

const newlines = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

const unclosed = (line: number): UnreadableFile =>
  new UnreadableFile(
    line,
    "A quotation mark opens in this row and never closes, so the rows behind it cannot be told apart. Close it or delete it",
  );

async function* rowsOf(
  bytes: Bytes,
  encoding: Encoding,
  delimiter: Delimiter,
  skipped: number,
): AsyncGenerator<FileRow> {
  const texts = decoded(bytes, encoding);
  const source = Readable.from(skipped > 0 ? behindFirstLine(texts) : texts);
  const parser = parse({
    ...{ delimiter, info: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true },
    ...{ max_record_size: longestRecord, record_delimiter: lineEnds },
  });
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let last = skipped;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      last = info.lines + skipped;
      yield { line: last - newlines(record), cells: record };
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code } = error as { readonly code?: string };
    if (code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE") throw unclosed(last + 1);
    throw error;
  } finally {
    source.destroy();
  }
}

/**
 * Recognises the format of the bytes; they are read once here and once for each `rows()`. Rejects with
 * `UnreadableFile`.
 */
export const openRecipientFile = async (bytes: Bytes): Promise<RecipientFile> => {
  const { encoding, hash, head } = await scan(bytes);
  const lines = head.split(/\r\n|\r|\n/, 2);
  const named = namedDelimiter(lines[0] ?? "");
  const delimiter = named ?? delimiterOf(lines[0] ?? "");
  const skipped = named === undefined ? 0 : 1;
  return { encoding, delimiter, hash, rows: () => rowsOf(bytes, encoding, delimiter, skipped) };
};
