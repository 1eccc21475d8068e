import { lanes, type MessageClass } from "../../domain/message-class.js";

interface Partition<Item> {
  readonly items: Map<string, Item[]>;
  /** Keys that have something to do and nothing running, each once, in the order of their turns. */
  readonly ready: Set<string>;
}

export interface Turn<Item> {
  readonly item: Item;
  readonly lane: MessageClass;
  /** Its key may run again; to be called once. */
  readonly done: () => void;
}

/**
 * A queue of waiting work: in order per key, one running per key, fair between keys and between partitions, lanes in
 * order of precedence. An operation takes time in the number of partitions, however much waits. A key belongs to one
 * partition; its events that differ in lane keep their order: they wait in the lane of the key's oldest.
 */
export class FairQueue<Item> {
  readonly #lanes: Readonly<Record<MessageClass, Map<string, Partition<Item>>>> = {
    otp: new Map(),
    transactional: new Map(),
    promotional: new Map(),
  };
  /** The lane in which a key has something waiting or running. */
  readonly #laneOfKey = new Map<string, MessageClass>();
  readonly #running = new Set<string>();
  #size = 0;

  /** Items that wait. */
  get size(): number {
    return this.#size;
  }

  add(wanted: MessageClass, partition: string, key: string, item: Item): void {
    const lane = this.#laneOfKey.get(key) ?? wanted;
    this.#laneOfKey.set(key, lane);
    let waiting = this.#lanes[lane].get(partition);
    if (waiting === undefined) {
      waiting = { items: new Map(), ready: new Set() };
      this.#lanes[lane].set(partition, waiting);
    }
    this.#size += 1;
    const queue = waiting.items.get(key);
    if (queue === undefined) waiting.items.set(key, [item]);
    else queue.push(item);
    if (!this.#running.has(key)) waiting.ready.add(key);
  }

  /** The next item whose key is free in a lane that may start one, marked as running until `done`. */
  next(mayStart: (lane: MessageClass) => boolean = () => true): Turn<Item> | undefined {
    for (const lane of lanes) {
      if (!mayStart(lane)) continue;
      const partitions = this.#lanes[lane];
      for (const [name, waiting] of partitions) {
        const [key] = waiting.ready;
        if (key === undefined) continue;
        waiting.ready.delete(key);
        // The next turn of this partition comes after every other partition's.
        partitions.delete(name);
        partitions.set(name, waiting);
        const item = waiting.items.get(key)!.shift()!;
        this.#size -= 1;
        this.#running.add(key);
        return { item, lane, done: () => this.#done(partitions, name, key) };
      }
    }
    return undefined;
  }

  /** Forgets everything that waits; a running item goes on, its key taken until it is done. */
  clear(): void {
    this.#size = 0;
    for (const lane of lanes)
      for (const [name, waiting] of this.#lanes[lane]) {
        waiting.ready.clear();
        for (const [key, items] of waiting.items) {
          items.length = 0;
          if (!this.#running.has(key)) this.#forget(this.#lanes[lane], name, key);
        }
      }
  }

  #done(partitions: Map<string, Partition<Item>>, name: string, key: string): void {
    this.#running.delete(key);
    const waiting = partitions.get(name)!;
    if (waiting.items.get(key)!.length > 0) waiting.ready.add(key);
    else this.#forget(partitions, name, key);
  }

  #forget(partitions: Map<string, Partition<Item>>, name: string, key: string): void {
    const waiting = partitions.get(name)!;
    waiting.items.delete(key);
    this.#laneOfKey.delete(key);
    if (waiting.items.size === 0) partitions.delete(name);
  }
}
