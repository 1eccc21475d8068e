import kafkajs, { type ICustomPartitioner, type Message } from "kafkajs";

/** Where each message went, for as long as the message is held. */
export type Places = Pick<WeakMap<Message, number>, "get" | "set">;

/**
 * Java's placing by key, decided once per message: kafkajs places again at each retry, and a message without a key that
 * moves makes another batch under the same sequence number, which the broker takes for a repetition and drops.
 */
export const stickyPartitioner =
  (places: Places): ICustomPartitioner =>
  () => {
    const place = kafkajs.Partitioners.DefaultPartitioner();
    return (args) => {
      const known = places.get(args.message);
      if (known !== undefined) return known;
      const partition = place(args);
      places.set(args.message, partition);
      return partition;
    };
  };
