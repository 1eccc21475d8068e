import { beforeAll, expect, test } from "vitest";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { type Asked, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

const tenMinutes = 600_000;

describeWith(["redis-server", "faketime", "java", "mvn"], "Redis's own clock steps", () => {
  beforeAll(built);

  test("10 min forth, then back: no living lease ends, none outlasts its owner for long, what waits goes when it is due", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100, { clock: true });
    const workers = [fleet.worker(), fleet.worker()];
    let urls = await Promise.all(workers.map(({ ready }) => ready));
    const asked: Asked[] = [];
    let mayDouble = 0;

    const post = async (url: string, path: string, body: object) =>
      (await fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((answer) => answer.json())) as { readonly accepted?: boolean };
    const sending = async (all: readonly Asked[]) => {
      const states = await Promise.all(all.map(({ messageId }) => fleet.journal(messageId)));
      return states.filter((entry) => entry?.state === "sending").length;
    };
    const all = (some: readonly Asked[]) =>
      fleet.until("every event has an outcome", () => some.every(({ messageId }) => fleet.outcomes().has(messageId)));

    for (const [turn, aheadMs] of [tenMinutes, 0].entries()) {
      const who = { to: `+44740010020${turn}`, purpose: "login" };
      await post(urls[0]!, "/v1/otp", who);
      const found = await fetch(`${fleet.simulatorUrl}/api/code?to=${encodeURIComponent(who.to)}&timeout=20000`);
      const { code } = (await found.json()) as { code: string };

      const due = Date.now() + 8_000;
      const later = await fleet.ask(60, { class: "transactional", sendAt: new Date(due).toISOString() });
      await fleet.until("they wait", async () => {
        const states = await Promise.all(later.map(({ messageId }) => fleet.journal(messageId)));
        return states.every((entry) => entry?.state === "deferred");
      });
      await fleet.fault({ kind: "slow", ms: 2_000 });
      const held = await fleet.ask(96, { class: "transactional" });
      await fleet.until("some are on the wire", async () => (await sending(held)) >= 8);

      fleet.redis.setClock(aheadMs);
      // It takes over partitions, and meets what the others are sending.
      workers.push(fleet.worker());
      urls = [urls[1]!, await workers.at(-1)!.ready];
      expect(await post(urls[1]!, "/v1/otp/verify", { ...who, code })).toEqual({ accepted: true });
      await all([...held, ...later]);
      const { messages } = (await (await fetch(`${fleet.simulatorUrl}/api/messages`)).json()) as {
        readonly messages: readonly SimulatedMessage[];
      };
      const texts = new Set(later.map(({ text }) => text));
      const early = messages.filter(({ text, at }) => texts.has(text) && Date.parse(at) < due - 100);
      expect(early).toEqual([]);
      const accepted = await fleet.accepted();
      expect([...held, ...later].filter(({ text }) => accepted.get(text) !== 1)).toEqual([]);

      const orphans = await fleet.ask(96, { class: "transactional" });
      await fleet.until("some are on the wire again", async () => (await sending(orphans)) >= 8);
      workers[0]!.signal("SIGKILL");
      await workers.shift()!.ended;
      mayDouble += await sending(orphans);
      await all(orphans);
      await fleet.clearFaults();
      asked.push(...later, ...held, ...orphans);
    }
    for (const url of urls) await fleet.until("ready", async () => (await fetch(`${url}/readyz`)).ok);
    await expectPromisesKept(fleet, asked, "Redis's clock ±10 min", { mayDouble });
  }, 240_000);
});
