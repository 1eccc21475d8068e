/**
 * In UTF-16 units, of three bytes in UTF-8 at most: PostgreSQL refuses a row whose entry in a B-tree index is above 2,704
 * bytes (its manual, "B-Tree Indexes"), and a row that is refused holds up all behind it.
 */
const longestKey = 600;

/** A text as a column holds it that a search asks for; PostgreSQL takes no NUL in a text. */
export const keyText = (value: string): string => value.replaceAll("\0", "").slice(0, longestKey);
