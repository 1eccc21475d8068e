import type { ICustomPartitioner, PartitionerArgs } from "kafkajs";
import { keyPartition } from "./key-partition.js";

/** The partition of each message, for as long as the message is held. */
export type Places = Pick<WeakMap<object, number>, "get" | "set">;

/**
 * Chooses a message's partition by its key, or in turn, and keeps to it. kafkajs chooses again at each retry; a message
 * that moves then makes another batch under the same sequence number, which the broker takes for a repetition and
 * drops.
 */
export const stickyPartitioner =
  (places: Places): ICustomPartitioner =>
  () => {
    let turn = 0;
    const place = ({ message: { key }, partitionMetadata: partitions }: PartitionerArgs): number => {
      if (key !== null && key !== undefined) return keyPartition(key, partitions.length);
      turn = (turn + 1) % partitions.length;
      return partitions[turn]!.partitionId;
    };
    return (args) => {
      const known = places.get(args.message);
      if (known !== undefined) return known;
      const partition = place(args);
      places.set(args.message, partition);
      return partition;
    };
  };
