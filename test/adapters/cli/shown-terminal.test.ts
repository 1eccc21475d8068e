import { expect, test } from "vitest";
import { shownTerminal } from "../../../src/adapters/cli/shown-terminal.js";
import { fakeTerminal } from "../../support/fake-terminal.js";

test.each([
  ["a stranger's title", "name: \u001b]0;x\u0007\n", "name: \\u001b]0;x\\u0007\n"],
  ["our own line of progress", "\r\u001b[K3 rows", "\r\u001b[K3 rows"],
  ["a stranger within it", "\r\u001b[K3 \u001b[2J", "\r\u001b[K3 \\u001b[2J"],
  ["JSON, which stays the same JSON", '{"text":"a\u009bb"}\n', '{"text":"a\\u009bb"}\n'],
])("a terminal shows %s", (_, text, shown) => {
  const written: string[] = [];
  const write = (line: string) => written.push(line);
  const terminal = shownTerminal({ ...fakeTerminal().terminal, output: { write }, errors: { write } });
  terminal.output.write(text);
  terminal.errors.write(text);
  expect(written).toEqual([shown, shown]);
});
