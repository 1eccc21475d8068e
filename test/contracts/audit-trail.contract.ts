import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createReadAudit } from "../../src/application/operators/read-audit.js";
import type { AuditTrail } from "../../src/application/ports/audit-trail.js";
import type { AuditedAction } from "../../src/domain/audit/audit-entry.js";

export const auditKeyed = (text: string): string =>
  createHmac("sha256", "k".repeat(32)).update(text).digest("base64url");

export const anAction = (n: number, changes: Partial<AuditedAction> = {}): AuditedAction => ({
  at: new Date(Date.UTC(2026, 10, 27) + n),
  who: "ops",
  action: "in-doubt",
  object: `m-${n}`,
  reason: null,
  details: { as: "sent" },
  ...changes,
});

/** Appends under an id of its own. */
export const appendOnce = (trail: AuditTrail, action: AuditedAction) => trail.append(action, randomUUID());

/** `make` gives an empty trail. */
export const auditTrailContract = (name: string, make: () => Promise<AuditTrail>): void => {
  describe(`audit trail: ${name}`, () => {
    const verified = (auditTrail: AuditTrail) => createReadAudit({ auditTrail, keyed: auditKeyed }).verify();

    test("gives every field back as it was told, numbered and chained", async () => {
      const trail = await make();
      const told = anAction(1, { object: null, reason: 'Kunde rief an: "bitte" – ₹ 😀', details: { b: "2", a: "1" } });
      const first = await appendOnce(trail, told);
      expect(first).toMatchObject({ ...told, seq: 1, previous: "" });
      const second = await appendOnce(trail, anAction(2));
      expect(second).toMatchObject({ seq: 2, previous: first.mac });
      expect(await trail.newest(10)).toEqual([second, first]);
      expect(await trail.oldest(10, 0)).toEqual([first, second]);
      expect(await verified(trail)).toEqual({ entries: 2, from: 1, to: 2, head: second.mac, fault: null });
    });

    test("an append that is repeated, since its answer was lost, stands once, where it stood", async () => {
      const trail = await make();
      const [id, other] = [randomUUID(), randomUUID()];
      const first = await trail.append(anAction(1), id);
      const second = await trail.append(anAction(1), other);
      expect(await trail.append(anAction(1), id)).toEqual(first);
      expect(await trail.newest(10)).toEqual([second, first]);
      expect(await verified(trail)).toMatchObject({ entries: 2, fault: null });
    });

    test("an empty trail holds", async () => {
      expect(await verified(await make())).toEqual({ entries: 0, from: null, to: null, head: null, fault: null });
    });

    test("many at once get a place each, without a gap", async () => {
      const trail = await make();
      await Promise.all(Array.from({ length: 40 }, (_, n) => appendOnce(trail, anAction(n))));
      const seqs = (await trail.oldest(100, 0)).map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
      expect(await verified(trail)).toMatchObject({ entries: 40, fault: null });
    });

    test("pages meet without an entry twice or none", async () => {
      const trail = await make();
      for (let n = 0; n < 5; n += 1) await appendOnce(trail, anAction(n));
      const read = createReadAudit({ auditTrail: trail, keyed: auditKeyed });
      const first = await read.page(undefined, 2);
      const second = await read.page(first.next, 2);
      const third = await read.page(second.next, 2);
      expect([first, second, third].flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual([5, 4, 3, 2, 1]);
      expect(third.next).toBeUndefined();
    });
  });
};
