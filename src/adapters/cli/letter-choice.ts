import type { Json } from "./text-commands.js";

/** The letters a command line names. */
export interface LetterChoice extends Json {
  readonly cause?: string;
  readonly topic?: string;
  readonly reason?: string;
}

/** The same as the service takes it, or why it is unclear. */
export const letterChoice = (
  ids: readonly string[],
  { cause, topic }: LetterChoice,
): Record<string, unknown> | string => {
  if (ids.length > 0 && cause === undefined && topic === undefined) return { ids };
  if (ids.length === 0 && cause !== undefined && topic !== undefined) return { cause, topic };
  return "name either IDs, or --cause and --topic";
};
