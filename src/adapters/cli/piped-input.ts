import { fstatSync } from "node:fs";
import type { Terminal } from "./terminal.js";

const descriptor = 0;

/** Standard input. Node takes a folder (`sms segments < /tmp`) for one that is empty; here it is a fault. */
export const pipedInput = (input: Terminal["input"]): Terminal["input"] => ({
  isTTY: input.isTTY,
  async *[Symbol.asyncIterator]() {
    if (fstatSync(descriptor).isDirectory()) throw new Error("standard input is a folder; give a file, or pipe one in");
    yield* input;
  },
});
