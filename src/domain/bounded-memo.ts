/** In UTF-16 units; no key of ours is as long. */
const longestKept = 256;

/**
 * Remembers the result of `make` for a key; forgets everything at `most` keys and keeps no long one, so that foreign keys
 * can't fill the memory.
 */
export const boundedMemo = <Value>(most: number, make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, { readonly value: Value }>();
  return (key) => {
    if (key.length > longestKept) return make(key);
    let found = known.get(key);
    if (found === undefined) {
      if (known.size >= most) known.clear();
      found = { value: make(key) };
      known.set(key, found);
    }
    return found.value;
  };
};
