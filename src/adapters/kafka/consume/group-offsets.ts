import type { Admin } from "kafkajs";
import { allEnded } from "../library/all-ended.js";

/** The group's position in one partition. */
export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  /** Undefined: nothing was committed yet. */
  readonly committed: bigint | undefined;
  readonly metadata: string | null;
  /** The oldest offset there is, and the next one to be written. */
  readonly low: bigint;
  readonly high: bigint;
}

/** Reads the group's positions in all partitions of `topics` (full names). */
export const readGroupOffsets = (
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<readonly GroupOffset[]> =>
  allEnded([
    admin.fetchOffsets({ groupId, topics: [...topics] }),
    allEnded(topics.map((topic) => admin.fetchTopicOffsets(topic))),
  ]).then(([groups, ends]) => {
    const bounds = new Map(
      topics.flatMap((topic, index) => ends[index]!.map((end) => [`${topic}/${end.partition}`, end] as const)),
    );
    return groups.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset, metadata }) => {
        const { low, high } = bounds.get(`${topic}/${partition}`) ?? { low: "0", high: "0" };
        // kafkajs itself commits -2 (without metadata) where an offset was out of range.
        const committed = BigInt(offset) < 0n ? undefined : BigInt(offset);
        return { topic, partition, committed, metadata: metadata || null, low: BigInt(low), high: BigInt(high) };
      }),
    );
  });
