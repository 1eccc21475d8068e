import { DeadLettersUnavailable } from "./dead-letter-log.js";
import { EventsUnavailable } from "./event-publisher.js";
import { LogUnavailable } from "./message-log.js";
import { OptOutListUnavailable } from "./opt-out-list.js";
import { AccountUnavailable } from "./sms-account.js";
import { JournalLost, JournalUnavailable } from "./journal.js";

const outages = [
  ...[JournalUnavailable, JournalLost, EventsUnavailable, LogUnavailable, OptOutListUnavailable],
  ...[AccountUnavailable, DeadLettersUnavailable],
];

/** A store or a log is away: nothing is wrong with the work, and it is tried again for as long as that takes. */
export const isOutage = (error: unknown): boolean => outages.some((kind) => error instanceof kind);
