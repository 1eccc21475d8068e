import { createWriteStream } from "node:fs";
import { lstat, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileTrouble } from "../../domain/file-trouble.js";
import { progressLine } from "./progress-line.js";
import { refused } from "./service-client.js";
import type { ServiceDownload } from "./service-download.js";
import type { ExitCode, Terminal } from "./terminal.js";

/**
 * `sms campaign recipients ID --csv FILE`: what became of each, as a file that is safe to open in a spreadsheet. The file
 * is there once it is whole: a connection that breaks leaves none, and an older one as it was.
 */
export const recipientsFile = async (
  download: ServiceDownload,
  path: string,
  file: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await download(path);
  if ("status" in answer) return refused(terminal, answer, json);
  // A device or a link, such as /dev/stdout, is written to: a rename would put a file in its place.
  const isPlain = (await lstat(file).catch(() => undefined))?.isFile() ?? true;
  const place = isPlain ? `${file}.part` : file;
  const line = progressLine(terminal, json);
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of answer) {
      bytes += piece.length;
      line.show(`${(bytes / 1e6).toFixed(1)} MB`);
      yield piece;
    }
  };
  try {
    // People's references stand in it: nobody else of the machine reads them.
    await pipeline(Readable.from(counted()), createWriteStream(place, { mode: 0o600 }));
    if (isPlain) await rename(place, file);
    line.clear();
  } catch (error) {
    line.clear();
    if (isPlain) await rm(place, { force: true }).catch(() => undefined);
    terminal.errors.write(`sms campaign recipients: ${file} is not written: ${fileTrouble(place, error)}\n`);
    return 1;
  }
  // Else the last line of the file.
  const told = file.startsWith("/dev/") ? terminal.errors : terminal.output;
  told.write(json ? `${JSON.stringify({ file, bytes })}\n` : `written to ${file}\n`);
  return 0;
};
