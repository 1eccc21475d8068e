import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningService } from "../../src/composition/service.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { type ServiceStage, startStage } from "./service-stage.js";

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "an operator's commands", () => {
    let stage: ServiceStage;
    let service: RunningService;
    let environment: Readonly<Record<string, string>>;
    beforeAll(async () => {
      stage = await startStage(await sharedKafka());
      service = await stage.start({ API_KEYS: "ops:4dm1n-4dm1n-4dm1n:send+read+admin" });
      environment = { SMS_URL: service.url, SMS_API_KEY: "4dm1n-4dm1n-4dm1n" };
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    const recordsOf = (id: string) =>
      ["sms.sent", "sms.failed"]
        .flatMap((topic) => stage.records(topic))
        .filter(({ value }) => String(value).includes(id));

    test("publish writes to Kafka where it is configured, and only what is an event", async () => {
      const { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX } = stage.environment as {
        KAFKA_BROKERS: string;
        KAFKA_TOPIC_PREFIX: string;
      };
      const kafka = { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX };
      expect(await sms(["publish", "order.created", "--sample"], kafka)).toEqual({
        code: 0,
        out: expect.stringMatching(/^published [0-9a-f-]{36} to order\.created\n$/u),
        err: "",
      });
      await eventually("both texts", async () => (await stage.texts()).length === 2, 20_000);
      const unknown = await sms(["publish", "weather.changed"], kafka, "{}");
      expect([unknown.code, unknown.out]).toEqual([1, ""]);
      expect(unknown.err).toContain("order.created");
    });

    test("a promotional text of which nobody knows: listed, explained, resolved, and told of under another ce_id", async () => {
      const to = "+447400100200";
      await stage.fault({ kind: "cut", number: to });
      const body = ["send", to, "A cut. Reply STOP to opt out", "--class", "promotional", "--wait", "--json"];
      const sent = await sms(body, environment);
      const { messageId: id, outcome } = JSON.parse(sent.out) as {
        messageId: string;
        outcome: { reason: string; attempts: number };
      };
      expect([sent.code, outcome]).toMatchObject([1, { reason: "outcome-unknown", attempts: 1 }]);
      expect(await stage.texts(to)).toHaveLength(1);
      await eventually("it is told of", () => recordsOf(id).length === 1);

      const listed = await sms(["in-doubt", "list", "--json"], environment);
      // A receipt may have come meanwhile, of which it proposes an end.
      const { proposal: _, ...entry } = JSON.parse(listed.out);
      expect([listed.code, entry]).toEqual([0, { messageId: id, since: expect.stringMatching(/Z$/u) }]);
      expect((await sms(["in-doubt", "list"], environment)).out).toMatch(
        new RegExp(`^${id} .*\n( {2}.*\n)*1 in doubt\n$`, "u"),
      );
      expect((await sms(["explain", id], environment)).out).toMatch(
        /in-doubt .*\nwhy: outcome-unknown\. (?:.|\n)*sms in-doubt resolve/u,
      );

      expect((await sms(["in-doubt", "resolve", id, "--as", "perhaps"], environment)).code).toBe(2);
      expect((await sms(["in-doubt", "resolve", "none", "--as", "sent"], environment)).code).toBe(1);
      expect((await sms(["in-doubt", "resolve", id, "--as", "sent"], environment)).code).toBe(0);
      await eventually("its new end is told of", () => recordsOf(id).length === 2);
      const [first, second] = [
        recordsOf(id).find(({ topic }) => topic === "sms.failed")!,
        recordsOf(id).find(({ topic }) => topic === "sms.sent")!,
      ];
      expect(JSON.parse(String(second.value))).toEqual({
        ...JSON.parse(String(first.value)),
        status: "sent",
        reason: null,
        detail: null,
        occurredAt: expect.any(String),
      });
      expect(second.headers["ce_id"]).not.toEqual(first.headers["ce_id"]);
      expect(second.key).toEqual(first.key);

      expect((await sms(["in-doubt", "resolve", id, "--as", "sent"], environment)).code).toBe(0);
      const other = await sms(["in-doubt", "resolve", id, "--as", "failed"], environment);
      expect([other.code, other.err]).toEqual([1, expect.stringMatching(/^not-in-doubt: /u)]);
      expect((await sms(["in-doubt", "list"], environment)).out).toBe("0 in doubt\n");
      const explained = JSON.parse((await sms(["explain", id, "--json"], environment)).out);
      expect(explained).toMatchObject({ messageId: id, state: "sent", to: "+4474••••0200", class: "promotional" });
      expect(explained.timeline.map(({ state }: { state: string }) => state)).toEqual([
        "received",
        "open",
        "sending",
        "in-doubt",
        "sent",
      ]);
      expect(explained.trace.at(-1)).toMatchObject({ rule: "operator", observed: "resolved as sent" });
      expect((await sms(["explain", "none"], environment)).code).toBe(1);
      expect(await stage.texts(to)).toHaveLength(1);
    });
  }),
);
