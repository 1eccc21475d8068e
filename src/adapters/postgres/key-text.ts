/**
 * Most UTF-16 units of an indexed text; each is at most three bytes of UTF-8. PostgreSQL refuses a row whose entry in a
 * B-tree index is above 2,704 bytes (its manual, "B-Tree Indexes"), and a refused row would hold up all behind it.
 */
const longestKey = 600;

/** A text as a column holds it that a search asks for; PostgreSQL takes no NUL in a text. */
export const keyText = (value: string): string => value.replaceAll("\0", "").slice(0, longestKey);
