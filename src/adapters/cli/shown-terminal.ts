import { shownLines } from "../../domain/text/shown-lines.js";
import type { Terminal } from "./terminal.js";

/** Our own way to begin the line again; a write that begins so is a line of progress. */
const again = "\r\u001b[K";

const shown = (text: string): string =>
  text.startsWith(again) ? `${again}${shownLines(text.slice(again.length))}` : shownLines(text);

/** The terminal of a command: what others wrote, an event's names for example, moves no cursor and hides nothing. */
export const shownTerminal = (terminal: Terminal): Terminal => ({
  ...terminal,
  output: { write: (text) => terminal.output.write(shown(text)) },
  errors: { write: (text) => terminal.errors.write(shown(text)) },
});
