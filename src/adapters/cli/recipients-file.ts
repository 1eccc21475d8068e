import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileTrouble } from "../../domain/file-trouble.js";
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
  const part = `${file}.part`;
  const isWatched = terminal.progress === true && !json;
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of answer) {
      bytes += piece.length;
      if (isWatched) terminal.errors.write(`\r\x1b[K${(bytes / 1e6).toFixed(1)} MB`);
      yield piece;
    }
    if (isWatched) terminal.errors.write("\r\x1b[K");
  };
  try {
    // People's references stand in it: nobody else of the machine reads them.
    await pipeline(Readable.from(counted()), createWriteStream(part, { mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    terminal.errors.write(`sms campaign recipients: ${file} is not written: ${fileTrouble(part, error)}\n`);
    return 1;
  }
  terminal.output.write(json ? `${JSON.stringify({ file, bytes })}\n` : `written to ${file}\n`);
  return 0;
};
