import type { Kafka } from "kafkajs";
import { type Journal, JournalLost } from "../../../application/ports/journal.js";
import { allEnded } from "../library/all-ended.js";
import { type GroupOffset, readGroupOffsets } from "./group-offsets.js";
import { withAdmin } from "../library/with-admin.js";
import { readRetention } from "../topics/topic-settings.js";

export interface StartingPoints {
  /** Goes with every commit from now on. */
  readonly born: string | undefined;
  readonly offsets: readonly GroupOffset[];
  /** In ms, by full topic name. */
  readonly retention: ReadonlyMap<string, number>;
}

/**
 * Where the group stands, once it is sure that the journal remembers what was done up to there. Rejects with `JournalLost`
 * when offsets were committed under another journal or none, and with whatever keeps Kafka or the journal from answering.
 */
export const findStartingPoints = async (
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
  journal: Pick<Journal, "born" | "knows">,
): Promise<StartingPoints> => {
  const [born, [offsets, retention]] = await Promise.all([
    journal.born(),
    withAdmin(kafka, (admin) =>
      allEnded([
        readGroupOffsets(admin, groupId, topics),
        // Nice to know, and perhaps not allowed.
        readRetention(admin, topics).catch(() => new Map<string, number>()),
      ]),
    ),
  ]);
  if (born === undefined) return { born, offsets, retention };
  const committed = offsets.filter((offset) => offset.committed !== undefined);
  for (const metadata of new Set(committed.map((offset) => offset.metadata)))
    if (!(await journal.knows(metadata)))
      throw new JournalLost("Offsets of the group were committed under a journal that is gone");
  return { born, offsets, retention };
};
