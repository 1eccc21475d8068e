/** Values by prefixes of digits: ten children a node in one flat array, so that a lookup costs a read per digit. */
export interface DigitTrie<Value> {
  /** `children[10 * node + digit]`; 0: none, for no node leads back to the root. */
  readonly children: Int32Array;
  readonly values: readonly (Value | undefined)[];
}

const zero = 48;

export const digitTrieOf = <Value>(entries: Iterable<readonly [string, Value]>): DigitTrie<Value> => {
  const all = [...entries];
  // A node per digit at most, and the root.
  const children = new Int32Array(10 * (1 + all.reduce((sum, [prefix]) => sum + prefix.length, 0)));
  const values: (Value | undefined)[] = [undefined];
  for (const [prefix, value] of all) {
    let node = 0;
    for (let index = 0; index < prefix.length; index++) {
      const edge = 10 * node + prefix.charCodeAt(index) - zero;
      if (children[edge] === 0) children[edge] = values.push(undefined) - 1;
      node = children[edge]!;
    }
    values[node] = value;
  }
  return { children: children.slice(0, 10 * values.length), values };
};

/** The value of the longest prefix of `digits`, read from index `start` up to the first other character. */
export const longestPrefix = <Value>(
  { children, values }: DigitTrie<Value>,
  digits: string,
  start = 0,
): Value | undefined => {
  let found = values[0];
  let node = 0;
  for (let index = start; index < digits.length; index++) {
    const digit = digits.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) break;
    node = children[10 * node + digit]!;
    if (node === 0) break;
    found = values[node] ?? found;
  }
  return found;
};
