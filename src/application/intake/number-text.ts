/** RFC 8259: a token outside strings, between white space: a number or a word, a bracket, a comma or a colon. */
const token = /[-+.\w]+|[{}[\],:]/y;
const space = /[\s\uFEFF]*/y;

interface Level {
  key: string | undefined;
  /** The next string is a key. */
  atKey: boolean;
  readonly isObject: boolean;
}

/**
 * The end of the string that begins at `start`; found by hand, because a long string of escapes exhausts a pattern's
 * stack.
 */
const stringEnd = (json: string, start: number): number => {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
};

const partAt = (json: string, from: number): string | undefined => {
  if (json[from] === '"') return json.slice(from, stringEnd(json, from));
  token.lastIndex = from;
  return token.exec(json)?.[0];
};

/**
 * A number as a valid JSON text writes it, at a path of names; the last one where a name is repeated, as `JSON.parse`
 * takes it. Numbers are rounded when parsed: beyond 2^53 two identities would be one. Undefined: there is no number
 * at that path.
 */
export const numberText = (json: string, path: readonly string[]): string | undefined => {
  const levels: Level[] = [];
  let found: string | undefined;
  for (let at = 0; ; ) {
    space.lastIndex = at;
    space.test(json);
    const part = partAt(json, space.lastIndex);
    if (part === undefined) return found;
    at = space.lastIndex + part.length;
    const level = levels.at(-1);
    if (part === ":") continue;
    if (part === ",") {
      if (level?.isObject === true) level.atKey = true;
    } else if (part === "}" || part === "]") levels.pop();
    else if (level?.atKey === true) {
      level.key = JSON.parse(part) as string;
      level.atKey = false;
    } else {
      const onPath = levels.length <= path.length && levels.every(({ key }, depth) => key === path[depth]);
      // A repeated name replaces the earlier value, and all within it.
      if (onPath) found = levels.length === path.length && /^-?\d/.test(part) ? part : undefined;
      const isObject = part === "{";
      if (isObject || part === "[") levels.push({ key: undefined, atKey: isObject, isObject });
    }
  }
};
