import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createRecordAction } from "../../../src/application/operators/record-action.js";
import type { AuditedAction } from "../../../src/domain/audit/audit-entry.js";
import { createMemoryAuditTrail } from "../../../src/adapters/memory/audit-trail.js";
import { auditKeyed } from "../../contracts/audit-trail.contract.js";
import { ManualClock } from "../../support/manual-clock.js";

const action = (object: string): Omit<AuditedAction, "at"> => ({
  ...{ who: "ops", action: "in-doubt", object, reason: null, details: {} },
});

const staged = () => {
  const clock = new ManualClock();
  const trail = createMemoryAuditTrail(auditKeyed);
  const lines: string[] = [];
  const told = (_: object, message: string) => void lines.push(message);
  const stage = { isAway: false, losesAnswer: false };
  const stopping = new AbortController();
  const record = createRecordAction({
    auditTrail: {
      append: async (given, id) => {
        if (stage.isAway) throw new Error("away");
        const entry = await trail.append(given, id);
        if (stage.losesAnswer) throw new Error("lost");
        return entry;
      },
    },
    ...{ clock, randomness: { uuid: () => randomUUID() }, stopping, log: { info: told, warn: told } },
  });
  return {
    clock,
    lines,
    record,
    stage,
    stopping,
    objects: async () => (await trail.oldest(9_999, 0)).map((one) => one.object),
  };
};

test("an action is in log and trail once it is recorded", async () => {
  const { lines, objects, record } = staged();
  await record(action("a"));
  expect(await objects()).toEqual(["a"]);
  expect(lines).toEqual(["an operator's action"]);
});

test("while the trail is away actions wait in their order, and none is waited for", async () => {
  const { clock, lines, objects, record, stage, stopping } = staged();
  stage.isAway = true;
  await record(action("a"));
  await record(action("b"));
  expect(await objects()).toEqual([]);
  expect(lines).toContain("the audit trail is away; operators' actions wait for it");
  stage.isAway = false;
  await clock.advance(5_000);
  expect(await objects()).toEqual(["a", "b"]);
  await record(action("c"));
  expect(await objects()).toEqual(["a", "b", "c"]);
  stopping.abort();
});

test("an action whose answer was lost is tried again and stands once", async () => {
  const { clock, objects, record, stage } = staged();
  stage.losesAnswer = true;
  await record(action("a"));
  stage.losesAnswer = false;
  await clock.advance(5_000);
  expect(await objects()).toEqual(["a"]);
});

test("what waits has a cap: more stands in the log alone", async () => {
  const { clock, lines, objects, record, stage } = staged();
  stage.isAway = true;
  for (let n = 0; n < 1_001; n += 1) await record(action(String(n)));
  expect(lines.at(-1)).toBe("the audit trail is away too long: this action stands in this log alone");
  stage.isAway = false;
  await clock.advance(5_000);
  expect(await objects()).toHaveLength(1_000);
});
