import { expect, test } from "vitest";
import { createMemoryAuditTrail } from "../../../src/adapters/memory/audit-trail.js";
import { createReadAudit } from "../../../src/application/operators/read-audit.js";
import { anAction, appendOnce, auditKeyed, auditTrailContract } from "../../contracts/audit-trail.contract.js";

auditTrailContract("memory", async () => createMemoryAuditTrail(auditKeyed));

test("keeps no more than it may: the oldest go first, and the rest holds", async () => {
  const trail = createMemoryAuditTrail(auditKeyed, 3);
  for (let n = 1; n <= 5; n += 1) await appendOnce(trail, anAction(n));
  const read = createReadAudit({ auditTrail: trail, keyed: auditKeyed });
  expect(await read.verify()).toMatchObject({ entries: 3, from: 3, to: 5, fault: null });
});
