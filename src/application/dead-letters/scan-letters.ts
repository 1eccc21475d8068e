import type { DeadLetterLog } from "../ports/dead-letter-log.js";
import type { DeadLetterMarks, LetterMark } from "../ports/dead-letter-marks.js";
import { type DeadLetter, letterOf } from "./dead-letter.js";

export const letterStates = ["open", "replayed", "discarded"] as const;
export type LetterState = (typeof letterStates)[number];

export interface LetterFilter {
  readonly cause?: string | undefined;
  readonly topic?: string | undefined;
  readonly state: LetterState;
}

export interface MarkedLetter extends DeadLetter {
  readonly mark: LetterMark | undefined;
}

export interface ScanNeeds {
  readonly deadLetterLog: DeadLetterLog;
  readonly deadLetterMarks: DeadLetterMarks;
  readonly topicPrefix: string;
}

/** The newest letters of each partition that one look takes in. */
const mostScanned = 2_000;

/** Letters that fit, the newest first, and the number of older letters that were not looked at. */
export const scanLetters = async (
  { deadLetterLog, deadLetterMarks, topicPrefix }: ScanNeeds,
  { cause, state, topic }: LetterFilter,
): Promise<{ readonly letters: readonly MarkedLetter[]; readonly older: number }> => {
  const found: DeadLetter[] = [];
  const older = await deadLetterLog.scan(mostScanned, (record) => {
    const letter = letterOf(record, topicPrefix);
    if ((cause ?? letter.cause) === letter.cause && (topic ?? letter.topic) === letter.topic) found.push(letter);
  });
  const marks = await deadLetterMarks.of(found.map(({ id }) => id));
  const letters = found
    .map((letter): MarkedLetter => ({ ...letter, mark: marks.get(letter.id) }))
    .filter(({ mark }) => (mark?.state ?? "open") === state)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return { letters, older };
};
