/** Case and the marks between words are the first things people mistake: `send_at` is `sendAt`. */
const bare = (name: string): string => name.toLowerCase().replace(/[\s._-]/g, "");

/** Optimal string alignment distance: letters left out, put in, changed, or two neighbours swapped. */
const distance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : changed;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
};

/** Longer names than any of ours are compared with nothing. */
const longest = 80;

/** The known name that was probably meant; undefined where none is near. A beginning of three letters or more is near. */
export const nearestName = (given: string, known: Iterable<string>): string | undefined => {
  const name = bare(given);
  if (name === "" || name.length > longest) return undefined;
  let nearest: { readonly name: string; readonly far: number } | undefined;
  for (const candidate of known) {
    const other = bare(candidate);
    const beginning = name.length >= 3 && other.startsWith(name);
    const far = beginning ? Math.min(1, other.length - name.length) : distance(name, other);
    const allowed = Math.max(1, Math.floor(Math.max(name.length, other.length) / 3));
    if (far <= allowed && (nearest === undefined || far < nearest.far)) nearest = { name: candidate, far };
  }
  return nearest?.name;
};
