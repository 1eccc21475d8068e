import { type DestinationStream, pino } from "pino";
import type { Log } from "../../application/ports/log.js";
import { gatheredErrors } from "./gathered-errors.js";
import { prettyLine } from "./pretty-line.js";
import { shownLines } from "../../domain/text/shown-lines.js";
import { masked } from "../../domain/phone/phone-number.js";

/** Anything that looks like a phone number in a finished line; the last guard, after values that mask themselves. */
const number = /\+\d{7,15}(?!\d)/g;

/** Lines on standard error, JSON unless a person reads them, scrubbed of numbers that slipped through. */
export const createLog = (
  level: string,
  destination: { write(line: string): unknown } = gatheredErrors,
  format: "json" | "pretty" = "json",
): Log => {
  const scrubbed = (line: string): string => shownLines(line.replaceAll(number, (found) => masked(found)));
  const scrubbing: DestinationStream = {
    write: (line) => destination.write(scrubbed(format === "pretty" ? prettyLine(line) : line)),
  };
  const logger = pino({ level, base: { service: "sms-service" } }, scrubbing);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
};
