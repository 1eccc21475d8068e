import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leaseMs, type WebhookDelivery, type WebhookStore } from "../../src/application/ports/webhook-store.js";
import { healthy, type Webhook } from "../../src/domain/webhook/webhook.js";

export interface WebhookStage {
  readonly store: WebhookStore;
  close(): Promise<void>;
}

export const webhookStoreContract = (name: string, open: () => Promise<WebhookStage>) =>
  describe(`${name} as WebhookStore`, () => {
    let stage: WebhookStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());

    const at = new Date("2026-11-22T10:00:00Z");
    const later = (ms: number) => new Date(at.getTime() + ms);
    const webhook = (id: string): Webhook => ({
      ...{ id, url: "https://example.com", types: ["sms.sent"], classes: [], reasons: [], number: "masked" },
      ...{
        secrets: [
          { secret: "whsec_a", until: null },
          { secret: "whsec_b", until: later(1) },
        ],
        createdAt: at,
      },
    });
    const delivery = (id: string, due: Date): WebhookDelivery => ({ id, body: `{"id":"${id}"}`, failed: 0, due });

    test("a receiver comes back as it was saved; saving it again keeps health and queue", async () => {
      const { store } = stage;
      expect(await store.list()).toEqual([]);
      await store.save(webhook("w"));
      expect(await store.list()).toEqual([{ ...webhook("w"), health: healthy, waiting: 0 }]);
      const health = {
        failingSince: at,
        pausedUntil: later(5),
        disabled: { at: later(7), reason: "it answers 410 Gone" },
      };
      expect(await store.changeHealth("w", () => health)).toEqual(health);
      await store.add("w", delivery("a", at));
      await store.save({ ...webhook("w"), url: "https://example.org" });
      expect(await store.list()).toEqual([{ ...webhook("w"), url: "https://example.org", health, waiting: 1 }]);
      expect(await store.remove("w")).toBe(true);
      expect(await store.remove("w")).toBe(false);
      expect(await store.list()).toEqual([]);
      await store.save(webhook("w"));
      expect(await store.list()).toEqual([{ ...webhook("w"), health: healthy, waiting: 0 }]);
    });

    test("changes of one receiver's health at once all count; of nobody, and by no change, there is none", async () => {
      const { store } = stage;
      await store.save(webhook("h"));
      const longer = () =>
        store.changeHealth("h", (health) => ({
          ...health,
          pausedUntil: new Date((health.pausedUntil ?? at).getTime() + 1),
        }));
      const written = await Promise.all(Array.from({ length: 8 }, longer));
      const paused = written.map((health) => health?.pausedUntil?.getTime());
      expect(new Set(paused)).toEqual(new Set(Array.from({ length: 8 }, (_, n) => at.getTime() + n + 1)));
      expect(await store.changeHealth("h", () => undefined)).toBeUndefined();
      expect(await store.changeHealth("nobody", () => healthy)).toBeUndefined();
      expect((await store.list()).map(({ health }) => health)).toContainEqual({ ...healthy, pausedUntil: later(8) });
      await store.remove("h");
    });

    test("changes of one receiver at once all count, and leave health and queue; nobody is changed by none", async () => {
      const { store } = stage;
      await store.save({ ...webhook("c"), types: [] });
      const grow = (type: string) => store.change("c", (one) => ({ ...one, types: [...one.types, type] }));
      const types = ["1", "2", "3", "4", "5", "6"];
      expect(new Set(await Promise.all(types.map(grow)))).toEqual(new Set([true]));
      const changed = (await store.list()).find(({ id }) => id === "c");
      expect(changed?.types.toSorted()).toEqual(types);
      expect(changed).toMatchObject({ createdAt: at, health: healthy, waiting: 0 });
      await store.remove("c");
      expect(await store.change("c", (one) => one)).toBe(false);
      expect((await store.list()).map(({ id }) => id)).not.toContain("c");
    });

    test("what waits for long is due when it is hurried, and keeps its tries; what may be under way stays", async () => {
      const { store } = stage;
      await store.save(webhook("u"));
      await store.hurry("u", at);
      await store.add("u", { ...delivery("long", later(86_400_000)), failed: 6 });
      await store.add("u", delivery("soon", later(leaseMs)));
      await store.add("u", delivery("due", at));
      expect(await store.take("u", at, 5, leaseMs)).toEqual([delivery("due", at)]);
      await store.hurry("u", later(1));
      expect(await store.take("u", later(1), 5, leaseMs)).toEqual([{ ...delivery("long", later(1)), failed: 6 }]);
      expect(await store.take("u", later(2), 5, leaseMs)).toEqual([]);
      await store.remove("u");
    });

    test("of a receiver that was removed nothing is kept, although somebody still knows it", async () => {
      const { store } = stage;
      await store.save(webhook("gone"));
      await store.remove("gone");
      expect(await store.add("gone", delivery("a", at))).toBe("kept");
      await store.save(webhook("gone"));
      expect((await store.list()).find(({ id }) => id === "gone")).toMatchObject({ waiting: 0 });
      await store.remove("gone");
    });

    test("what waits gets another body, and keeps its tries and its place", async () => {
      const { store } = stage;
      for (const id of ["r", "s"]) await store.save(webhook(id));
      const many = Array.from({ length: 300 }, (_, n) => delivery(`d${n}`, later(n)));
      for (const one of many) await store.add("r", one);
      await store.add("s", { ...delivery("x", later(5)), failed: 3 });
      const changed = new Set(["d0", "d299", "x"].map((id) => `{"id":"${id}"}`));
      expect(await store.rewrite((body) => (changed.has(body) ? "{}" : undefined))).toBe(3);
      const due = await store.take("r", later(999), 300, leaseMs);
      expect(due.filter(({ body }) => body === "{}")).toEqual([
        { ...delivery("d0", later(0)), body: "{}" },
        { ...delivery("d299", later(299)), body: "{}" },
      ]);
      expect(await store.take("s", later(999), 1, leaseMs)).toEqual([
        { ...delivery("x", later(5)), body: "{}", failed: 3 },
      ]);
      for (const id of ["r", "s"]) await store.remove(id);
    });

    test("what is due is taken once, the earliest first, and again when its lease is over", async () => {
      const { store } = stage;
      await store.save(webhook("q"));
      for (const [id, ms] of [
        ["late", 9],
        ["b", 2],
        ["a", 1],
      ] as const)
        expect(await store.add("q", delivery(id, later(ms)))).toBe("kept");
      // The same event again: it stays as it waits.
      expect(await store.add("q", { ...delivery("a", later(99)), failed: 4 })).toBe("kept");
      expect(await store.take("q", later(2), 1, 100)).toEqual([delivery("a", later(1))]);
      expect(await store.take("q", later(2), 5, 100)).toEqual([delivery("b", later(2))]);
      expect(await store.take("q", later(2), 5, 100)).toEqual([]);
      await store.done("q", "b");
      const again = { ...delivery("a", later(50)), failed: 1 };
      expect(await store.again("q", again)).toBe(true);
      // What is done does not come back.
      expect(await store.again("q", delivery("b", later(3)))).toBe(false);
      expect(await store.again("nobody", delivery("b", later(3)))).toBe(false);
      expect(await store.take("q", later(49), 5, 100)).toEqual([delivery("late", later(9))]);
      expect(await store.take("q", later(50), 5, 100)).toEqual([again]);
      expect((await store.take("q", later(149), 5, 100)).map(({ id }) => id)).toEqual(["late"]);
      expect(await store.take("nobody", later(50), 5, 100)).toEqual([]);
    });
  });
