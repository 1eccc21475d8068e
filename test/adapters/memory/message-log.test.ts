import { expect, test } from "vitest";
import { createMemoryMessageLog } from "../../../src/adapters/memory/message-log.js";
import { logged, logNow, messageLogContract } from "../../contracts/message-log.contract.js";

messageLogContract("memory", async () => createMemoryMessageLog());

test("keeps no more than it may: the oldest told go first", async () => {
  const log = createMemoryMessageLog(3);
  for (const n of [1, 2, 3, 4]) await log.record([logged(n)]);
  const found = await log.search({ since: new Date(0), until: new Date(logNow.getTime() + 1) }, 10);
  expect(found.map(({ correlationId }) => correlationId)).toEqual(["ORD-2", "ORD-3", "ORD-4"]);
});
