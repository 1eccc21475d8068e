/**
 * Remembers the result of `make` for a key; forgets everything at `most` keys, so that foreign keys can't fill the
 * memory.
 */
export const boundedMemo = <Value>(most: number, make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= most) known.clear();
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
};
