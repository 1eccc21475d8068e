import { counted } from "../../domain/counted.js";
import { type Segments, segmentsOf } from "../../domain/text/segments.js";
import { type AnswerNeeds, answerLines } from "./answer-lines.js";
import type { ExitCode } from "./terminal.js";

/** Parts and characters are quoted: a text can't play tricks on the terminal. */
const shown = ({ encoding, units, parts, offenders }: Segments): string =>
  [
    `${encoding}, ${counted(units, "unit")}, ${counted(parts.length, "part")}`,
    ...parts.map((part, index) => `  ${index + 1}  ${JSON.stringify(part)}`),
    ...offenders.map(
      ({ character, offset, replacement }) =>
        `  ${JSON.stringify(character)} at ${offset} is not GSM-7${replacement === undefined ? "" : `; ${JSON.stringify(replacement)} is`}`,
    ),
  ].join("\n");

/**
 * `sms segments [TEXT]`: encoding, units, parts and offenders of a text, or of every line of standard input. Nothing is
 * altered but lone surrogates. Empty text is `{"error":"message-empty"}` and exit code 1.
 */
export const segments = (needs: AnswerNeeds): Promise<ExitCode> =>
  answerLines(needs, (text) => {
    if (text === "") return { line: needs.json ? '{"error":"message-empty"}' : "the text is empty", refused: true };
    const found = segmentsOf(text);
    const { encoding, units, parts, offenders } = found;
    const line = needs.json
      ? JSON.stringify({ encoding, units, segments: parts.length, parts, offenders })
      : shown(found);
    return { line, refused: false };
  });
