/** Every send has this many places for books; an unused place is never touched. */
const places = 3;
const keyOf = (book: string): string => `book:${book}`;

/** The keys of a send's books: always as many. */
export const bookKeys = (books: readonly string[]): readonly string[] => {
  const keys = books.map(keyOf);
  while (keys.length < places) keys.push(keyOf("none"));
  return keys;
};
