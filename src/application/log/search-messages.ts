import type { LoggedMessage } from "../../domain/log/logged-message.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { LogPosition, MessageLog, MessageQuery } from "../ports/message-log.js";

interface SearchNeeds {
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly messageLog: Pick<MessageLog, "search">;
}

/** The terms of a search: a number as people write it, instants only where they are given. */
export interface MessageSearch extends Partial<Omit<MessageQuery, "toHash" | "since" | "until">> {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly after?: LogPosition | undefined;
}

export interface FoundMessages {
  /** Newest accepted first. */
  readonly messages: readonly LoggedMessage[];
  /** The place where the next page begins; undefined on the last one. */
  readonly next: LogPosition | undefined;
}

/** Searches the message log. `invalid-number` where `to` is no number. Rejects as `MessageLog.search` does. */
export type SearchMessages = (search: MessageSearch) => Promise<FoundMessages | "invalid-number">;

const defaultRangeMs = 7 * 86_400_000;
/** A search without an end of its own must include the texts accepted in this millisecond. */
const untilNow = 1;

export const createSearchMessages =
  ({ clock, defaultCountry, hashes, messageLog }: SearchNeeds): SearchMessages =>
  async ({ to, limit, after, since, until, ...fields }) => {
    const number = to === undefined ? undefined : parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return "invalid-number";
    const end = until ?? new Date(clock.now().getTime() + untilNow);
    const range = { since: since ?? new Date(end.getTime() - defaultRangeMs), until: end };
    const toHash = number === undefined ? undefined : hashes.keyed(number.e164);
    // One row more than asked for tells if there is a next page.
    const found = await messageLog.search({ ...fields, ...range, toHash }, limit + 1, after);
    const messages = found.slice(0, limit);
    const last = messages.at(-1);
    return { messages, next: found.length > limit && last !== undefined ? last : undefined };
  };
