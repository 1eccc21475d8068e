import type { Kafka } from "kafkajs";
import { type Journal, JournalLost } from "../../../application/ports/journal.js";
import { allEnded } from "../library/all-ended.js";
import type { OffsetRange } from "../../../application/ports/event-source.js";
import { readCompleted } from "./completed-offsets.js";
import { readCommitMetadata } from "./commit-metadata.js";
import { type GroupOffset, readGroupOffsets } from "./group-offsets.js";
import { withAdmin } from "../library/with-admin.js";
import { readFirstRecordTimes } from "../topics/first-record-times.js";
import { readRetention } from "../topics/topic-settings.js";
import { asksForFirstRecord, identifyTopic } from "./topic-identity.js";

/** The place a partition is read from, and the reason where it is not the committed offset. */
export interface StartingPoint extends GroupOffset {
  readonly start: bigint;
  readonly topicId: string | undefined;
  /** Ranges completed beyond it, which need not be delivered. */
  readonly completed: readonly OffsetRange[];
  /** A sentence. */
  readonly moved: string | undefined;
}

export interface StartingPoints {
  /** Goes with every commit from now on. */
  readonly born: string | undefined;
  readonly offsets: readonly StartingPoint[];
  /** In ms, by full topic name. */
  readonly retention: ReadonlyMap<string, number>;
}

const pointOf = (offset: GroupOffset, told: string | undefined, first: string | undefined): StartingPoint => {
  const { committed, high, low, metadata, partition, topic } = offset;
  const known = readCommitMetadata(metadata);
  const { id: topicId, isNew } = identifyTopic({ committed: known?.topicId, told, first });
  const from = (start: bigint, moved?: string): StartingPoint => ({
    ...offset,
    start,
    topicId,
    moved,
    completed:
      moved === undefined && start === committed
        ? readCompleted(start, known?.completed ?? "").filter(({ to }) => to <= high)
        : [],
  });
  if (committed === undefined) return from(low);
  const cure = `It is read from its first record, and the group is set back to there. To skip what is there: kafka-consumer-groups.sh --reset-offsets`;
  if (isNew)
    return from(
      low,
      `The topic ${topic} was made anew since offset ${committed} of partition ${partition} was committed. ${cure}`,
    );
  if (committed > high)
    return from(
      low,
      `Offset ${committed} was committed of ${topic}, partition ${partition}, which ends at ${high}. ${cure}`,
    );
  return from(committed < low ? low : committed);
};

/**
 * Finds the group's positions, once it is sure that the journal remembers the work before them. Rejects with
 * `JournalLost` when offsets were committed under another journal, and with the error that keeps Kafka or the journal
 * from answering. An offset without metadata was set by an operator's tool: the journal knows what was sent before.
 */
export const findStartingPoints = async (
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
  journal: Pick<Journal, "born" | "knows">,
  topicIds: ReadonlyMap<string, string>,
): Promise<StartingPoints> => {
  const [born, [group, retention]] = await Promise.all([
    journal.born(),
    withAdmin(kafka, (admin) =>
      allEnded([
        readGroupOffsets(admin, groupId, topics),
        // Nice to know, and perhaps not allowed.
        readRetention(admin, topics).catch(() => new Map<string, number>()),
      ]),
    ),
  ]);
  const firstTimes = await readFirstRecordTimes(
    kafka,
    group.filter(({ high, low, metadata, topic }) => {
      const committed = readCommitMetadata(metadata)?.topicId;
      return low === 0n && high > 0n && asksForFirstRecord({ committed, told: topicIds.get(topic) });
    }),
  );
  const offsets = group.map((offset) => {
    const { partition, topic } = offset;
    return pointOf(offset, topicIds.get(topic), firstTimes.get(`${topic}/${partition}`));
  });
  if (born === undefined) return { born, offsets, retention };
  const committed = offsets.filter((offset) => offset.committed !== undefined);
  for (const journalId of new Set(committed.flatMap(({ metadata }) => readCommitMetadata(metadata)?.born ?? [])))
    if (!(await journal.knows(journalId)))
      throw new JournalLost("Offsets of the group were committed under a journal that is gone");
  return { born, offsets, retention };
};
