import type { Terminal } from "./terminal.js";

/** The progress of long work, on one line that is written over itself: for a person who watches, and nobody else. */
export const progressLine = ({ errors, progress }: Pick<Terminal, "errors" | "progress">, json: boolean) => {
  const isWatched = progress === true && !json;
  let stands = false;
  return {
    show: (text: string): void => {
      if (!isWatched) return;
      errors.write(`\r\x1b[K${text}`);
      stands = true;
    },
    /** Before anything else is written. */
    clear: (): void => {
      if (stands) errors.write("\r\x1b[K");
      stands = false;
    },
  };
};
