import type { MessageClass } from "../../domain/message-class.js";

/** A lane of texts, or that of events that tell something, whose work never waits for the gateway. */
export type QueueLane = MessageClass | "told";

/** In order of precedence. */
const lanes: readonly QueueLane[] = ["otp", "transactional", "told", "promotional"];

interface Share<Item> {
  readonly items: Map<string, Item[]>;
  /** Keys that have something to do and nothing running, each once, in the order of their turns. */
  readonly ready: Set<string>;
}

export interface Turn<Item> {
  readonly item: Item;
  readonly lane: QueueLane;
  /** Its key may run again; to be called once. */
  readonly done: () => void;
}

/**
 * A queue of waiting work: in order per key, one running per key, fair between keys and between shares (a partition's
 * work for one flow), lanes in order of precedence. An operation takes time in the number of shares, however much
 * waits. Events of a key that differ in lane or share keep their order: they wait where the key's oldest does.
 */
export class FairQueue<Item> {
  readonly #lanes: Readonly<Record<QueueLane, Map<string, Share<Item>>>> = {
    otp: new Map(),
    told: new Map(),
    transactional: new Map(),
    promotional: new Map(),
  };
  /** The lane and the share in which a key has something waiting or running. */
  readonly #homes = new Map<string, { readonly lane: QueueLane; readonly share: string }>();
  readonly #running = new Set<string>();
  #size = 0;

  /** Items that wait. */
  get size(): number {
    return this.#size;
  }

  add(wanted: QueueLane, wantedShare: string, key: string, item: Item): void {
    const home = this.#homes.get(key) ?? { lane: wanted, share: wantedShare };
    this.#homes.set(key, home);
    let waiting = this.#lanes[home.lane].get(home.share);
    if (waiting === undefined) {
      waiting = { items: new Map(), ready: new Set() };
      this.#lanes[home.lane].set(home.share, waiting);
    }
    this.#size += 1;
    const queue = waiting.items.get(key);
    if (queue === undefined) waiting.items.set(key, [item]);
    else queue.push(item);
    if (!this.#running.has(key)) waiting.ready.add(key);
  }

  /** The next item whose key is free in a lane that may start one, marked as running until `done`. */
  next(mayStart: (lane: QueueLane) => boolean = () => true): Turn<Item> | undefined {
    for (const lane of lanes) {
      if (!mayStart(lane)) continue;
      const shares = this.#lanes[lane];
      for (const [name, waiting] of shares) {
        const [key] = waiting.ready;
        if (key === undefined) continue;
        waiting.ready.delete(key);
        // The next turn of this share comes after every other one's.
        shares.delete(name);
        shares.set(name, waiting);
        const item = waiting.items.get(key)!.shift()!;
        this.#size -= 1;
        this.#running.add(key);
        return { item, lane, done: () => this.#done(shares, name, key) };
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

  #done(shares: Map<string, Share<Item>>, name: string, key: string): void {
    this.#running.delete(key);
    const waiting = shares.get(name)!;
    if (waiting.items.get(key)!.length > 0) waiting.ready.add(key);
    else this.#forget(shares, name, key);
  }

  #forget(shares: Map<string, Share<Item>>, name: string, key: string): void {
    const waiting = shares.get(name)!;
    waiting.items.delete(key);
    this.#homes.delete(key);
    if (waiting.items.size === 0) shares.delete(name);
  }
}
