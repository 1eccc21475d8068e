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
      const cause = errorName(error);
      if (isOutage(error)) {
        log.warn({ ...fields, cause }, message);
        return;
      }
      meters.internalError(where);
      const frames = error instanceof Error ? framesOf(error) : [];
      if (count(`${where}\n${cause}\n${frames[0]}`) > 1) log.error({ ...fields, where, cause }, message);
      else {
        const said = error instanceof Error ? clean(error) : typeof error;
        log.error({ ...fields, where, cause, error: said, stack: frames.join("\n") }, message);
      }
    },
  };
};
