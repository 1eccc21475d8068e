import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";

/** Far above any file that a person writes; a log, or an image, named by mistake is not read whole. */
const largest = 1024 * 1024;

/** The words of the file at `path`, which a person wrote. Throws where there are none: in Latin-1 a text would lose letters. */
export const readText = (path: string): string => {
  const file = openSync(path, "r");
  try {
    if (fstatSync(file).size > largest) throw new Error("it is larger than 1 MiB");
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw new Error("it is not UTF-8; save it as UTF-8");
    return new TextDecoder().decode(bytes);
  } finally {
    closeSync(file);
  }
};
