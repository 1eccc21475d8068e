import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import { messageFromBody } from "../message/message.js";
import type { MessageLog } from "../ports/message-log.js";
import type { Schedule, SchedulePlace } from "../ports/schedule.js";

interface FindNeeds {
  readonly defaultCountry: string;
  readonly messageLog: Pick<MessageLog, "search">;
  readonly schedule: Pick<Schedule, "find" | "list">;
}

/** Ids of a person's messages. Rejects while a store is away. */
export interface FindPerson {
  /** Messages that wait. Reads the whole schedule, because numbers stand in it sealed. */
  parked(to: PhoneNumber): Promise<readonly string[]>;
  /** Messages in the message log, by the keyed hash of the number. */
  logged(who: string): Promise<readonly string[]>;
}

const page = 200;

export const createFindPerson = ({ defaultCountry, messageLog, schedule }: FindNeeds): FindPerson => ({
  parked: async (to) => {
    const found: string[] = [];
    for (let after: SchedulePlace | undefined; ; ) {
      const entries = await schedule.list(after, page);
      const bodies = await Promise.all(entries.map(({ messageId }) => schedule.find(messageId)));
      for (const [at, { messageId }] of entries.entries()) {
        const body = bodies[at]?.body;
        const number = body && messageFromBody(body, defaultCountry)?.request.number;
        if (typeof number === "object" && number.e164 === to) found.push(messageId);
      }
      after = entries.at(-1);
      if (after === undefined) return found;
    }
  },
  logged: async (toHash) => {
    const found: string[] = [];
    const since = new Date(0);
    const until = new Date(8.64e15);
    for (let last: Awaited<ReturnType<MessageLog["search"]>>[number] | undefined; ; ) {
      const messages = await messageLog.search({ toHash, since, until }, page, last);
      found.push(...messages.map(({ messageId }) => messageId));
      last = messages.at(-1);
      if (messages.length < page) return found;
    }
  },
});
