import type { Terminal } from "../../src/adapters/cli/terminal.js";

/** A terminal whose lines a test reads; `input` is what is piped in, undefined: nobody pipes. */
export const fakeTerminal = (input?: readonly (string | Buffer)[]) => {
  const written = { output: "", errors: "" };
  const writer = (name: "output" | "errors") => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const terminal: Terminal = {
    environment: {},
    input: {
      isTTY: input === undefined,
      async *[Symbol.asyncIterator]() {
        yield* input ?? [];
      },
    },
    output: writer("output"),
    errors: writer("errors"),
  };
  return { terminal, written };
};
