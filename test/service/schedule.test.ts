import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.js";
import type { RunningService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

const topic = "sms.requested";
const number = "+447400100200";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Explained {
  readonly state: string;
  readonly class: string;
  readonly to: string;
  readonly timeline: readonly { readonly at: string; readonly state: string }[];
  readonly trace: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly observed: string;
    readonly consequence: string;
  }[];
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

interface Preview {
  readonly decision: string;
  readonly until?: string;
}

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "what waits in the schedule", () => {
    let stage: ServiceStage;
    let service: RunningService;
    beforeAll(async () => {
      stage = await startStage(await sharedKafka());
      service = await stage.start();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    const post = (at: RunningService, path: string, body: object) =>
      fetch(`${at.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const ask = async (body: object, at = service): Promise<string> => {
      const answer = await post(at, "/v1/messages", body);
      expect(answer.status).toBe(202);
      return ((await answer.json()) as { messageId: string }).messageId;
    };
    const explain = async (id: string, at = service) =>
      (await (await fetch(`${at.url}/v1/messages/${id}`)).json()) as Explained;
    const reaches = async (id: string, state: string, at = service, ms = 20_000): Promise<Explained> => {
      await eventually(`${state}`, async () => (await explain(id, at)).state === state, ms);
      return explain(id, at);
    };
    /** Everything of the topic is completed, whatever waits. */
    const completed = () =>
      eventually("the offsets are passed", async () => {
        const admin = stage.kafka.kafka.admin();
        await admin.connect();
        const ends = await admin.fetchTopicOffsets(stage.kafka.settings.KAFKA_TOPIC_PREFIX + topic);
        await admin.disconnect();
        const committed = await stage.kafka.committed([topic]);
        return ends.every(
          ({ partition, high }) => high === "0" || committed.get(`${topic}/${partition}`)?.offset === high,
        );
      });

    test("sendAt: it leaves the partition, is explained, and goes when it is due, across a restart", async () => {
      const sendAt = new Date(Date.now() + 8_000);
      const [direct, key] = ["at its time, by HTTP", "parked-1"];
      const byEvent = { to: number, text: "at its time, by event", sendAt: sendAt.toISOString(), reference: "r-7" };
      const produced = () =>
        stage.produce(topic, [{ key, value: JSON.stringify(byEvent), headers: envelope(topic, "parked-1") }]);
      await produced();
      const id = await ask({ to: number, text: direct, sendAt: sendAt.toISOString() });
      const { timeline, trace, ...rest } = await reaches(id, "deferred");
      expect(rest).toEqual({
        messageId: id,
        state: "deferred",
        until: sendAt.toISOString(),
        because: `send-at, ${sendAt.toISOString()}: it waits until then`,
        class: "transactional",
        to: "+4474••••0200",
        outcome: null,
      });
      expect(timeline.map(({ state }) => state)).toEqual(["received", "open", "deferred"]);
      expect(trace).toContainEqual({
        rule: "send-at",
        verdict: "defer",
        observed: sendAt.toISOString(),
        consequence: "it waits until then",
      });
      // A duplicate of what waits is complete, silently.
      await produced();
      await completed();
      expect([stage.outcomes(), await stage.texts()]).toEqual([[], []]);

      expect(await service.stop()).toBe(true);
      service = await stage.start();
      const sent = await reaches(id, "sent");
      expect(sent.timeline.map(({ state }) => state)).toEqual([
        "received",
        "open",
        "deferred",
        "open",
        "sending",
        "sent",
      ]);
      await eventually("both are told of", () => stage.outcomes().length === 2);
      const texts = await stage.texts();
      expect(new Set(texts.map(({ text }) => text))).toEqual(new Set([byEvent.text, direct]));
      expect(texts).toHaveLength(2);
      for (const { at } of texts) expect(Date.parse(at)).toBeGreaterThanOrEqual(sendAt.getTime());
      expect(stage.outcomes().find(({ reference }) => reference === "r-7")).toMatchObject({
        status: "sent",
        source: { topic, eventId: "parked-1" },
      });
      await stage.produce(topic, [{ key, value: JSON.stringify(byEvent), headers: envelope(topic, "parked-1") }]);
      await eventually("once more the recorded outcome", () => stage.outcomes().length === 3);
      expect(await stage.texts()).toHaveLength(2);
    }, 60_000);

    test("a wait longer than the topic keeps its event, less a day, is refused; a shorter one is kept", async () => {
      const at = (ms: number) => new Date(Date.now() + ms).toISOString();
      const kept = await ask({ to: number, text: "kept", sendAt: at(6 * dayMs - hourMs) });
      const refused = await ask({ to: number, text: "too long", sendAt: at(6 * dayMs + hourMs) });
      const { outcome } = await reaches(refused, "failed");
      expect(outcome).toMatchObject({ reason: "deadline-passed", attempts: 0 });
      expect(outcome!["detail"]).toMatch(/^It would wait until .*longer than its event is kept .*earlier sendAt/u);
      expect((await reaches(kept, "deferred")).outcome).toBeNull();
      await completed();
    });

    describe("promotional texts in India, 10:00 to 21:00 there", () => {
      const ist = 5.5 * hourMs;
      /** The next time that a clock in India shows this hour. */
      const next = (hour: number) => {
        const midnight = Math.floor((Date.now() + ist) / dayMs) * dayMs - ist;
        const today = midnight + hour * hourMs;
        return today > Date.now() ? today : today + dayMs;
      };
      beforeAll(async () => {
        expect(await service.stop()).toBe(true);
      });

      test.each([
        ["at 10:01 it goes", 10 + 1 / 60, "sent", undefined],
        ["at 20:58 it goes", 21 - 2 / 60, "sent", undefined],
        ["at 21:01 it waits for the morning", 21 + 1 / 60, "deferred", 13 - 1 / 60],
        ["at 09:30 it waits half an hour", 9.5, "deferred", 0.5],
      ] as const)("%s", async (name, hour, state, waitHours) => {
        const [began, start] = [performance.now(), next(hour)];
        const now = () => new Date(start + performance.now() - began);
        const worker = await stage.start({}, (parts) => parts.provide("clock", [], () => ({ ...systemClock, now })));
        const body = { to: "+919876543210", text: `${name}. Reply STOP to opt out`, class: "promotional" };
        const preview = (await (await post(worker, "/v1/messages/preview", body)).json()) as Preview;
        expect(preview.decision).toBe(state === "sent" ? "send" : "defer");
        const id = await ask(body, worker);
        const { outcome, trace } = await reaches(id, state, worker);
        if (waitHours === undefined) expect(outcome).toMatchObject({ status: "sent", class: "promotional" });
        else {
          const until = Date.parse(preview.until!);
          expect((until + ist) % dayMs).toBe(10 * hourMs);
          expect(Math.abs(until - start - waitHours * hourMs)).toBeLessThan(1_000);
          const found = trace.find(({ verdict }) => verdict === "defer");
          expect(found?.consequence).toContain(`it waits until ${preview.until}`);
        }
        expect(await worker.stop()).toBe(true);
      });
    });
  }),
);
