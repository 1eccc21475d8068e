import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Audience, AudienceRow, Audiences } from "../../src/application/ports/audiences.js";
import type { CheckedFile } from "../../src/domain/campaign/checked-file.js";

interface AudienceStage {
  readonly audiences: Audiences;
  close(): Promise<void>;
}

const rowOf = (n: number): AudienceRow => ({
  to: `+9198765${43_210 + n}`,
  variables: { name: `Person ${n}` },
  reference: n === 0 ? null : `r-${n}`,
});
const report = { hash: "h", rows: 2, good: 2 } as CheckedFile;
const gone = { to: null, variables: {}, reference: null };

export const audiencesContract = (name: string, open: () => Promise<AudienceStage>) =>
  describe(`${name} as Audiences`, () => {
    let stage: AudienceStage;
    let audiences: Audiences;
    beforeAll(async () => {
      stage = await open();
      ({ audiences } = stage);
    });
    afterAll(() => stage?.close());

    test("chunks, faults and the report come back as they went in", async () => {
      const audience: Audience = {
        ...{ uploadId: "one", report, template: null, text: "d", class: "promotional" },
        createdAt: new Date("2026-11-27T06:30:00Z"),
      };
      const faults = [0, 1, 2].map((line) => ({ line, column: "phone", value: "x", fault: "is no number" }));
      await audiences.add("one", 0, [rowOf(0), rowOf(1)]);
      await audiences.add("one", 1, [rowOf(2)]);
      await audiences.fault("one", faults);
      await audiences.seal(audience);
      expect(await audiences.read("one")).toEqual(audience);
      expect(await audiences.chunk("one", 0)).toEqual([rowOf(0), rowOf(1)]);
      expect(await audiences.chunk("one", 1)).toEqual([rowOf(2)]);
      expect(await audiences.chunk("one", 2)).toBeUndefined();
      expect(await audiences.faults("one", 1, 5)).toEqual(faults.slice(1));
      expect([await audiences.read("none"), await audiences.chunk("none", 0)]).toEqual([undefined, undefined]);
    });

    test("a person is forgotten in every audience, and the others keep their places", async () => {
      await audiences.add("first", 0, [rowOf(10), rowOf(11), rowOf(12)]);
      await audiences.add("second", 0, [rowOf(13)]);
      await audiences.add("second", 1, [rowOf(14), rowOf(11)]);
      await audiences.keepFor("second", 600_000);
      expect(await audiences.forget(rowOf(11).to!)).toBe(2);
      expect(await audiences.chunk("first", 0)).toEqual([rowOf(10), gone, rowOf(12)]);
      expect(await audiences.chunk("second", 1)).toEqual([rowOf(14), gone]);
      expect(await audiences.chunk("second", 0)).toEqual([rowOf(13)]);
      expect(await audiences.forget(rowOf(11).to!)).toBe(0);
    });

    test("a chunk that comes once more brings nobody back who was forgotten", async () => {
      await audiences.add("again", 0, [rowOf(40), rowOf(41)]);
      await audiences.forget(rowOf(40).to!);
      await audiences.add("again", 0, [rowOf(40), rowOf(41)]);
      expect(await audiences.chunk("again", 0)).toEqual([gone, rowOf(41)]);
    });

    test("people who are forgotten at the same time all are", async () => {
      const rows = Array.from({ length: 8 }, (_, n) => rowOf(20 + n));
      await audiences.add("together", 0, rows);
      expect(await Promise.all(rows.map(({ to }) => audiences.forget(to!)))).toEqual(rows.map(() => 1));
      expect(await audiences.chunk("together", 0)).toEqual(rows.map(() => gone));
    });
  });
