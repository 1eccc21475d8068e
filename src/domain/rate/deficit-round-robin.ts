interface Flow<Item> {
  readonly items: Map<Item, number>;
  weight: number;
  deficit: number;
}

/** Parts that a flow of weight 1 may send in a turn. A flow with a few texts waits for one turn of each other one at most. */
const quantum = 5;

/**
 * A queue that gives each flow its weight's share of the parts while it has something waiting (deficit round robin: M.
 * Shreedhar and G. Varghese, "Efficient fair queuing using deficit round-robin", 1996). In order within a flow; a flow
 * that has nothing waiting saves nothing up.
 */
export class DeficitRoundRobin<Item> {
  /** Flows with something waiting, in the order of their turns. */
  readonly #flows = new Map<string, Flow<Item>>();
  #size = 0;
  /** The flow whose turn it is got its quantum. */
  #begun = false;

  get size(): number {
    return this.#size;
  }

  /** `weight`: a flow's latest one counts; one below a hundredth counts as a hundredth. */
  add(name: string, weight: number, parts: number, item: Item): void {
    const flow = this.#flows.get(name) ?? { items: new Map<Item, number>(), weight, deficit: 0 };
    flow.weight = Math.max(weight, 0.01);
    flow.items.set(item, parts);
    this.#flows.set(name, flow);
    this.#size += 1;
  }

  /** False: it does not wait here any more. */
  remove(name: string, item: Item): boolean {
    const flow = this.#flows.get(name);
    if (flow?.items.delete(item) !== true) return false;
    this.#size -= 1;
    if (flow.items.size === 0) this.#forget(name);
    return true;
  }

  /** The next item, taken out; undefined where none waits. */
  next(): Item | undefined {
    for (;;) {
      const [turn] = this.#flows;
      if (turn === undefined) return undefined;
      const [name, flow] = turn;
      if (!this.#begun) flow.deficit += quantum * flow.weight;
      this.#begun = true;
      const [head] = flow.items;
      const [item, parts] = head!;
      if (parts <= flow.deficit) {
        flow.deficit -= parts;
        this.remove(name, item);
        return item;
      }
      this.#flows.delete(name);
      this.#flows.set(name, flow);
      this.#begun = false;
    }
  }

  #forget(name: string): void {
    const [first] = this.#flows.keys();
    if (first === name) this.#begun = false;
    this.#flows.delete(name);
  }
}
