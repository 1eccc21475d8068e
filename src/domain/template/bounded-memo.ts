/** In UTF-16 units; no key of ours is as long. */
const longestKept = 256;

/**
 * Remembers the result of `make` for a key; forgets everything at `most` keys and keeps no long one, so that foreign keys
 * can't fill the memory.
 */
export const boundedMemo = <Value>(most: number, make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>();
  return (key) => {
    if (key.length > longestKept) return make(key);
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= most) known.clear();
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
};
