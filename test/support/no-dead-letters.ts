import type { HttpNeeds } from "../../src/adapters/http/server.js";

/** Doors of dead letters behind which nothing is. */
export const noDeadLetters = {
  discardDeadLetters: async ({ ...choice }) => ({ ids: [], unknown: "ids" in choice ? choice.ids : [], left: 0 }),
  listDeadLetters: async () => ({ groups: [], letters: [], older: 0, next: undefined }),
  replayDeadLetters: async () => ({ results: [], left: 0 }),
  showDeadLetter: async () => undefined,
} satisfies Partial<HttpNeeds>;
