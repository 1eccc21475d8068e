import { lanes, type MessageClass } from "../domain/message-class.js";

interface Partition<Item> {
  readonly items: Map<string, Item[]>;
  /** Keys that have something to do and nothing running, each once. */
  readonly ready: string[];
}

/**
 * What waits to run: in order per key, one running per key, fair between keys and between partitions, lanes in order of
 * precedence. Every operation takes constant time, however much waits.
 */
export class FairQueue<Item> {
  readonly #lanes: Readonly<Record<MessageClass, Map<string, Partition<Item>>>> = {
    otp: new Map(),
    transactional: new Map(),
    promotional: new Map(),
  };
  readonly #running = new Set<string>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(lane: MessageClass, partition: string, key: string, item: Item): void {
    const place = this.#lanes[lane];
    let waiting = place.get(partition);
    if (waiting === undefined) {
      waiting = { items: new Map(), ready: [] };
      place.set(partition, waiting);
    }
    this.#size += 1;
    const queue = waiting.items.get(key);
    if (queue !== undefined) {
      queue.push(item);
      return;
    }
    waiting.items.set(key, [item]);
    if (!this.#running.has(key)) waiting.ready.push(key);
  }

  /** The next item whose key is free, marked as running until `done`; undefined when nothing may run. */
  next(): { readonly item: Item; readonly done: () => void } | undefined {
    for (const lane of lanes) {
      for (const [name, waiting] of this.#lanes[lane]) {
        const key = waiting.ready.shift();
        if (key === undefined) continue;
        // Its turn comes again after every other partition's.
        this.#lanes[lane].delete(name);
        this.#lanes[lane].set(name, waiting);
        const queue = waiting.items.get(key)!;
        const item = queue.shift()!;
        this.#size -= 1;
        this.#running.add(key);
        return { item, done: () => this.#done(waiting, key) };
      }
    }
    return undefined;
  }

  #done(waiting: Partition<Item>, key: string): void {
    this.#running.delete(key);
    if (waiting.items.get(key)!.length > 0) waiting.ready.push(key);
    else waiting.items.delete(key);
  }
}
