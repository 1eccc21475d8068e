import type { HttpNeeds } from "../../src/adapters/http/server.js";

const unasked = async () => {
  throw new Error("nobody asks for it here");
};

/** The needs of operators' routes, for tests that call none of them. */
export const unaskedOperators: Pick<
  HttpNeeds,
  "changeAccount" | "proposeEnds" | "console" | "readAccount" | "readAudit" | "recordAction" | "templates"
> = {
  changeAccount: { attributes: unasked, sandboxNumbers: unasked, add: unasked, verify: unasked, remove: unasked },
  proposeEnds: async () => new Map(),
  readAccount: unasked,
  readAudit: { page: unasked, verify: unasked },
  recordAction: async () => undefined,
  console: undefined,
  templates: () => new Map(),
};
