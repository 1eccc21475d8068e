import { createReadStream } from "node:fs";
import type { Bytes } from "./recipient-file.js";

/** The bytes of a file on disk, in pieces of 64 KiB. */
export const fileBytes =
  (path: string): Bytes =>
  () =>
    createReadStream(path);
