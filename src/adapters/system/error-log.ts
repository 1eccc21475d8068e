import { errorName } from "../../domain/error-name.js";
import type { ErrorLog } from "../../application/ports/error-log.js";
import type { Log } from "../../application/ports/log.js";
import type { Meters } from "../../application/ports/meters.js";
import { isOutage } from "../../application/ports/outage.js";

const mostFrames = 15;
const longestMessage = 300;
/** Kinds whose stack is in the log; a service that fails in more ways than these is only counted. */
const mostKinds = 500;

/** Frames from the package's root on: file, line and column, and never the message that a stack begins with. */
const framesOf = ({ stack = "" }: Error): readonly string[] =>
  stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames)
    .map((line) => line.trim().replace(/(?:file:\/\/)?\/\S*?\/(?=(?:src|dist|node_modules)\/)/, ""));

/**
 * Only words that look like names in the code stay: a parser quotes the text it could not read, and other errors
 * quote values.
 */
const clean = ({ name, message }: Error): string =>
  (name === "SyntaxError" ? message.split('"')[0]! : message)
    .replaceAll(/"[^"]*"|`[^`]*`/g, "…")
    .replaceAll(/'([^']*)'/g, (quoted, inner: string) => (/^[\w$.[\]]{1,40}$/.test(inner) ? quoted : "…"))
    .replaceAll(/\d{4,}/g, "…")
    .replaceAll(/\s+/g, " ")
    .slice(0, longestMessage);

/** An error as the log tells it: its name, its words without values, and its place in the code. */
export const errorFields = (
  error: unknown,
): { readonly cause: string; readonly error: string; readonly stack: string } =>
  error instanceof Error
    ? { cause: errorName(error), error: clean(error), stack: framesOf(error).join("\n") }
    : { cause: errorName(error), error: typeof error, stack: "" };

/** See the port for the promise. */
export const createErrorLog = ({ log, meters }: { log: Log; meters: Pick<Meters, "internalError"> }): ErrorLog => {
  const seen = new Map<string, number>();

  /** Counts an error of one kind, this time included: the same name, from the same place in the code. */
  const count = (kind: string): number => {
    const times = (seen.get(kind) ?? 0) + 1;
    if (times > 1 || seen.size < mostKinds) seen.set(kind, times);
    return seen.has(kind) ? times : Number.POSITIVE_INFINITY;
  };

  return {
    caught: (where, error, fields, message) => {
      if (isOutage(error)) {
        log.warn({ ...fields, cause: errorName(error) }, message);
        return;
      }
      meters.internalError(where);
      const { cause, stack, ...said } = errorFields(error);
      const [frame] = stack.split("\n");
      if (count(`${where}\n${cause}\n${frame}`) > 1) log.error({ ...fields, where, cause }, message);
      else log.error({ ...fields, where, cause, ...said, stack }, message);
    },
  };
};
