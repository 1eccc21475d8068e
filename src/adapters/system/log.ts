import { type DestinationStream, pino } from "pino";
import type { Log } from "../../application/ports/log.js";
import { gatheredErrors } from "./gathered-errors.js";
import { masked } from "../../domain/phone/phone-number.js";

/** Anything that looks like a phone number in a finished line; the last guard, after values that mask themselves. */
const number = /\+\d{7,15}(?!\d)/g;

/** JSON lines on standard error, scrubbed of numbers that slipped through. */
export const createLog = (level: string, destination: { write(line: string): unknown } = gatheredErrors): Log => {
  const scrubbing: DestinationStream = {
    write: (line) => destination.write(line.replaceAll(number, (found) => masked(found))),
  };
  const logger = pino({ level, base: { service: "sms-service" } }, scrubbing);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
};
