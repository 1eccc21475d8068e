import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogLine, ReceiptSource } from "../../src/application/ports/receipt-source.js";

export interface SourceStage {
  readonly source: ReceiptSource;
  /** Writes lines into a log of SNS' delivery; each at its own time. */
  write(log: string, lines: readonly { readonly at: Date; readonly text: string }[]): Promise<void>;
  close(): Promise<void>;
}

const log = "sns/ap-south-1/000000000000/DirectPublishToPhoneNumber";

export const receiptSourceContract = (name: string, open: () => Promise<SourceStage>) =>
  describe(`${name} as a ReceiptSource`, () => {
    const start = Date.now() - 3_600_000;
    const lines = Array.from({ length: 1_203 }, (_, at) => ({
      at: new Date(start + Math.floor(at / 10)),
      text: JSON.stringify({ line: at }),
    }));
    let stage: SourceStage;
    beforeAll(async () => {
      stage = await open();
      await stage.write(log, lines);
      await stage.write(`${log}/Failure`, lines.slice(0, 3));
      await stage.write("another/group", lines.slice(0, 3));
    });
    afterAll(() => stage?.close());

    /** Page by page to the last: lines by id, and how many pages were empty. */
    const all = async (from: Date, to: Date, of = log) => {
      const found = new Map<string, LogLine>();
      let [next, empty, pages]: [string | undefined, number, number] = [undefined, 0, 0];
      do {
        const page = await stage.source.page(of, from, to, next);
        for (const line of page.lines) found.set(line.id, line);
        if (page.lines.length === 0) empty += 1;
        pages += 1;
        next = page.next;
      } while (next !== undefined && pages < 100);
      return { lines: [...found.values()], empty };
    };
    const texts = (found: readonly LogLine[]) => found.map(({ text }) => text).sort();

    test("finds SNS' delivery logs of its region, and no others", async () => {
      expect([...(await stage.source.logs())].sort()).toEqual([log, `${log}/Failure`]);
    });

    test("gives every line of a range, each with an id of its own", async () => {
      const { lines: found } = await all(new Date(start), new Date(start + 1_000));
      expect(texts(found)).toEqual(lines.map(({ text }) => text).sort());
    });

    test("a range holds its first and its last millisecond", async () => {
      const { lines: found } = await all(new Date(start + 1), new Date(start + 2));
      expect(texts(found)).toEqual(
        lines
          .slice(10, 30)
          .map(({ text }) => text)
          .sort(),
      );
      expect(new Set(found.map(({ at }) => at.getTime()))).toEqual(new Set([start + 1, start + 2]));
    });

    test("a line that is read again has the same id", async () => {
      const [first, again] = [
        await all(new Date(start), new Date(start + 5)),
        await all(new Date(start), new Date(start + 9)),
      ];
      const known = new Set(again.lines.map(({ id }) => id));
      expect(first.lines.filter(({ id }) => !known.has(id))).toEqual([]);
    });

    test("a log that is not there is told by its error", async () => {
      await expect(stage.source.page("sns/none", new Date(start), new Date())).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    });
  });
