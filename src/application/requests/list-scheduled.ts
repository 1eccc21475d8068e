import type { MessageClass } from "../../domain/message-class.js";
import type { Journal } from "../ports/journal.js";
import type { Schedule, SchedulePlace } from "../ports/schedule.js";

export interface ScheduledMessage {
  readonly messageId: string;
  readonly class: MessageClass;
  /** RFC 3339. */
  readonly until: string;
  /** null where a version that did not say it parked the message, or its note cannot be opened. */
  readonly because: string | null;
}

export interface ScheduledPage {
  readonly messages: readonly ScheduledMessage[];
  readonly next: SchedulePlace | undefined;
}

/** The waiting messages, the next due first. A page may hold less than `limit` although another follows: codes under watch are left out. */
export type ListScheduled = (after: SchedulePlace | undefined, limit: number) => Promise<ScheduledPage>;

interface ListNeeds {
  readonly journal: Pick<Journal, "read">;
  readonly schedule: Pick<Schedule, "list">;
}

export const createListScheduled =
  ({ journal, schedule }: ListNeeds): ListScheduled =>
  async (after, limit) => {
    const entries = await schedule.list(after, limit);
    const told = await Promise.all(
      entries.map(async ({ at, lane, messageId }) => {
        const known = await journal.read(messageId);
        if (known?.state !== "deferred") return [];
        const { because = null, class: of = lane, until = at.toISOString() } = known.note ?? {};
        return [{ messageId, class: of, until, because }];
      }),
    );
    return { messages: told.flat(), next: entries.length < limit ? undefined : entries.at(-1) };
  };
