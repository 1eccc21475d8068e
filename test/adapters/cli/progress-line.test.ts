import { expect, test } from "vitest";
import { bulk, type BulkNeeds } from "../../../src/adapters/cli/bulk.js";
import { campaignCheck, type CheckFile } from "../../../src/adapters/cli/campaign-check.js";
import { progressLine } from "../../../src/adapters/cli/progress-line.js";
import { fakeTerminal } from "../../support/fake-terminal.js";

const again = "\r\u001b[K";
const watched = (progress = true) => {
  const { terminal, written } = fakeTerminal();
  return { terminal: { ...terminal, progress }, written };
};

test("a line is written over itself, and goes before anything else is written", () => {
  const { terminal, written } = watched();
  const line = progressLine(terminal, false);
  line.clear();
  line.show("1 row");
  line.show("2 rows");
  line.clear();
  line.clear();
  expect(written.errors).toBe(`${again}1 row${again}2 rows${again}`);
});

test.each([
  [false, false],
  [true, true],
])("nobody watches (a person: %s, --json: %s): nothing is written", (progress, json) => {
  const { terminal, written } = watched(progress);
  const line = progressLine(terminal, json);
  line.show("1 row");
  line.clear();
  expect(written.errors).toBe("");
});

test("sms campaign check tells how far it is, and its fault stands on a line of its own", async () => {
  const { terminal, written } = watched();
  const check: CheckFile = async (_, __, lookedAt) => {
    lookedAt?.(12_000);
    return "a fault";
  };
  expect(await campaignCheck(check, { file: "people.csv", text: "Hello" }, terminal)).toBe(1);
  expect(written.errors).toBe(`${again}12,000 rows${again}sms campaign check: a fault\n`);
});

test("sms bulk that is refused half way says so on a line of its own", async () => {
  const { terminal, written } = watched();
  let calls = 0;
  const needs: BulkNeeds = {
    call: async (_, __, body) => {
      const { recipients } = body as { recipients: readonly object[] };
      calls += 1;
      return calls === 1
        ? { status: 202, body: { results: recipients.map(() => ({ to: "x", messageId: "m" })) } }
        : { status: 503, body: { detail: "Redis is away" } };
    },
    openFile: async () => ({
      ...{ encoding: "utf-8", delimiter: ",", hash: "h" },
      async *rows() {
        yield { line: 1, cells: ["phone"] };
        for (let line = 2; line < 700; line += 1) yield { line, cells: ["+919876543210"] };
      },
    }),
    progress: { read: async () => undefined, write: async () => undefined },
    typesOf: async () => undefined,
  };
  expect(await bulk(needs, { file: "people.csv", text: "Hello" }, terminal)).toBe(1);
  expect(written.errors).toBe(
    `${again}500 rows: 500 accepted, 0 refused${again}sms bulk: the service refused (503: Redis is away); go on with --resume\n`,
  );
});
