import { randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecipientFile } from "../../application/ports/recipient-file.js";
import { openRecipientFile } from "./recipient-file.js";

/** A file that came as a stream; `close` forgets its bytes. */
export interface SpooledFile {
  readonly file: RecipientFile;
  close(): Promise<void>;
}

/** The stream had more bytes than may be taken. */
export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge";
  readonly statusCode = 413;
}

/**
 * Writes a stream to a file that only this process can read and that has no name any more, so that it may be read twice
 * and never lies whole in memory. Rejects with `UnreadableFile` or `FileTooLarge`.
 */
export const spoolFile = async (bytes: AsyncIterable<Uint8Array>, most: number): Promise<SpooledFile> => {
  const path = join(tmpdir(), `sms-upload-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  await rm(path);
  try {
    let size = 0;
    for await (const piece of bytes) {
      size += piece.length;
      if (size > most) throw new FileTooLarge("The file is larger than this address takes");
      // A disk that is nearly full takes some of a write, without a fault.
      await handle.appendFile(piece);
    }
    const file = await openRecipientFile(() => handle.createReadStream({ start: 0, autoClose: false }));
    return { file, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
};
