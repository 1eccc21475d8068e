import type { DeadLetterLog } from "../ports/dead-letter-log.js";
import type { EventRecord } from "../ports/event-source.js";
import { letterPlace } from "./dead-letter.js";

/** The record of a letter; undefined where there is none of this id any more. */
export const findLetter = async (
  deadLetterLog: Pick<DeadLetterLog, "at">,
  id: string,
): Promise<EventRecord | undefined> => {
  const place = letterPlace(id);
  if (place === undefined) return undefined;
  const record = await deadLetterLog.at(place.partition, place.offset);
  return record?.timestamp.getTime() === place.at ? record : undefined;
};
