/**
 * What modules remember from call to call (formats, zones, numbering plans): taken down once all are loaded, put back
 * before each mutant, so that no mutant is hidden by an answer of the true code, and none leaves its own behind.
 */
export class LoadedMemory {
  readonly #restorers: (() => void)[] = [];
  readonly #native = { Map: globalThis.Map, Set: globalThis.Set, WeakMap: globalThis.WeakMap };

  /** From here until `loaded`, each map and set that a module makes is watched. */
  watch(): void {
    const native = this.#native;
    globalThis.Map = this.#watched(native.Map, (map) => {
      const entries = [...map];
      return () => {
        if (map.size === entries.length) return;
        map.clear();
        for (const [key, value] of entries) map.set(key, value);
      };
    });
    globalThis.Set = this.#watched(native.Set, (set) => {
      const values = [...set];
      return () => {
        if (set.size === values.length) return;
        set.clear();
        for (const value of values) set.add(value);
      };
    });
    globalThis.WeakMap = this.#watched(native.WeakMap, (map) => {
      const added: WeakKey[] = [];
      map.set = (key, value) => {
        if (!map.has(key)) added.push(key);
        return native.WeakMap.prototype.set.call(map, key, value) as typeof map;
      };
      return () => {
        for (const key of added.splice(0)) map.delete(key);
      };
    });
  }

  loaded(): void {
    Object.assign(globalThis, this.#native);
    for (const made of this.#made.splice(0)) this.#restorers.push(made());
  }

  restore(): void {
    for (const restore of this.#restorers) restore();
  }

  readonly #made: (() => () => void)[] = [];

  #watched<Constructor extends new (...values: never[]) => object>(
    native: Constructor,
    takeDown: (made: InstanceType<Constructor>) => () => void,
  ): Constructor {
    return new Proxy(native, {
      construct: (target, values, made) => {
        const instance = Reflect.construct(target, values, made) as InstanceType<Constructor>;
        this.#made.push(() => takeDown(instance));
        return instance;
      },
    });
  }
}
