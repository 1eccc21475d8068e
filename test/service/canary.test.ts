import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { postgresDump } from "../support/postgres-dump.js";
import { type PostgresServer, queryPostgres, startPostgres } from "../support/postgres-server.js";
import { redisDump } from "../support/redis-dump.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { envelope, outputs, type ServiceStage, startStage } from "./service-stage.js";

/** Words that stand in texts and in the variables of texts, and nowhere else. */
const words = ["Zanzibarium", "Quetzalina", "Xylograph", "Ouagadougoux", "Vermicellion"];
const numbers = {
  ...{ customer: "+919876512345", restaurant: "+919876523456", driver: "+919876534567", direct: "+447400654321" },
  ...{ byHttp: "+447400765432", parked: "+447400876543", cut: "+447400543219", reject: "+447400432198" },
  ...{ reader: "+447400321987", writer: "+447400219876" },
  ...{ otp: "+919876545678", otpEvent: "+919876556789", exhausted: "+919876567891", broken: "+44740011" },
};
/** As a national number, too. */
const digits = Object.values(numbers).map((number) => number.replace(/^\+(?:91|44)/u, ""));
const codeLength = 10;

const customer = { name: words[1], phone: numbers.customer, locale: "en-IN" };
const events: Readonly<Record<string, object>> = {
  "order.created": {
    ...{ orderNumber: "ORD-1", customer, restaurant: { name: words[0], phone: numbers.restaurant } },
    ...{ estimatedTime: "30 minutes", trackUrl: `https://shop.example/${words[4]}`, itemsCount: 3, totalAmount: 549 },
    currency: "INR",
  },
  "driver.assigned": {
    ...{ orderNumber: "ORD-1", customer, driver: { name: words[1], phone: numbers.driver }, estimatedTime: "5 min" },
    ...{ pickupAddress: `${words[2]} Road 1`, deliveryAddress: `${words[3]} Street 2` },
  },
  "order.status_changed": {
    orderNumber: "ORD-1",
    customer,
    status: "ready",
    trackUrl: `https://shop.example/${words[4]}`,
  },
  "payment.confirmed": { orderNumber: "ORD-1", customer, amount: 549, currency: "INR", method: words[2] },
  "delivery.completed": { orderNumber: "ORD-1", customer, feedbackUrl: `https://shop.example/${words[4]}` },
};

describeWithKafka("Kafka", () =>
  describeWith(["redis-server", "initdb", "postgres", "pg_dump"], "nothing leaks", () => {
    let stage: ServiceStage;
    let postgres: PostgresServer;
    let database = "";
    let worker: Awaited<ReturnType<ServiceStage["spawn"]>>;
    const folder = mkdtempSync(join(tmpdir(), "sms-canary-"));
    const answers: string[] = [];
    beforeAll(async () => {
      const policies = join(folder, "otp.yaml");
      const purpose = `{ length: ${codeLength}, attempts: 3 }`;
      writeFileSync(policies, `purposes: { login: ${purpose}, registration: ${purpose} }`);
      [stage, postgres] = await Promise.all([startStage(await sharedKafka()), startPostgres()]);
      database = await postgres.database();
      worker = await stage.spawn({ LOG_LEVEL: "debug", SMS_OTP_POLICIES: policies, DATABASE_URL: database });
    });
    afterAll(async () => {
      await stage[Symbol.asyncDispose]();
      await postgres.stop();
      rmSync(folder, { recursive: true });
    });

    const call = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${worker.url}${path}`, {
        method,
        headers: body === undefined ? {} : { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      answers.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
      return { status: answer.status, text };
    };
    const codesTo = async (number: string) =>
      (await stage.texts(number)).map(({ text }) => new RegExp(String.raw`\b\d{${codeLength}}\b`, "u").exec(text)![0]);
    const ended = (id: string, ms = 20_000) =>
      eventually(`${id} ended`, () => stage.outcomes().some(({ messageId }) => messageId === id), ms);
    const send = async (body: object) =>
      (JSON.parse((await call("POST", "/v1/messages", body)).text) as { messageId: string }).messageId;

    /** Everything that may happen, on one day. */
    const aDay = async (): Promise<readonly string[]> => {
      const requested = (id: string, payload: object) => ({
        key: id,
        value: JSON.stringify(payload),
        headers: envelope("sms.requested", id),
      });
      await stage.fault({ kind: "cut", number: numbers.cut });
      await stage.fault({ kind: "reject", number: numbers.reject });
      await stage.fault({ kind: "throttle", number: numbers.direct, times: 2 });
      const sendAt = new Date(Date.now() + 3_600_000).toISOString();
      for (const [topic, payload] of Object.entries(events))
        await stage.produce(topic, [
          { key: "ORD-1", value: JSON.stringify(payload), headers: envelope(topic, `${topic}-1`) },
        ]);
      await stage.produce("sms.requested", [
        requested("direct", { to: numbers.direct, text: `${words[0]} is ready` }),
        requested("cut", { to: numbers.cut, text: `${words[0]} is cut` }),
        requested("reject", { to: numbers.reject, text: `${words[0]} is refused`, correlationId: "ORD-2" }),
        requested("broken", { to: numbers.broken, text: `${words[0]} has no number` }),
        requested("parked", { to: numbers.parked, text: `${words[0]} comes later`, sendAt }),
        requested("variables", {
          to: numbers.direct,
          template: "order_confirmation",
          variables: { [numbers.direct]: words[2]! },
        }),
        requested("invalid", {
          to: Number(numbers.direct.slice(1)),
          text: [words[0]],
          class: words[2],
          [words[3]!]: 1,
        }),
        requested("direct", { to: numbers.direct, text: `${words[0]} is ready` }),
        { key: null, value: `no JSON: ${words[0]} ${numbers.direct}` },
      ]);
      const ids = [
        await send({ to: numbers.byHttp, text: `${words[1]} by HTTP`, reference: "r-1" }),
        await send({ to: numbers.cut, text: `${words[1]} by HTTP, cut` }),
        await send({ to: numbers.reject, text: `${words[1]} by HTTP, refused` }),
      ];
      const parked = await send({ to: numbers.parked, text: `${words[1]} by HTTP, later`, sendAt });
      await call("POST", "/v1/messages", { to: numbers.broken, text: words[1] });
      await call("POST", "/v1/messages", { to: 7, text: { [words[1]!]: numbers.byHttp } });
      await call("POST", "/v1/messages", {
        to: numbers.byHttp,
        template: "no_such_template",
        variables: { name: words[2] },
      });

      expect((await call("POST", "/v1/otp", { to: numbers.otp, purpose: "login" })).status).toBe(201);
      await call("POST", "/v1/otp", { to: numbers.otp, purpose: "login" });
      expect((await call("POST", "/v1/otp", { to: numbers.exhausted, purpose: "registration" })).status).toBe(201);
      await call("POST", "/v1/otp", { to: numbers.broken, purpose: "login" });
      await call("POST", "/v1/otp", { to: numbers.reject, purpose: "login" });
      await stage.produce("otp.requested", [
        {
          key: "o",
          value: JSON.stringify({ to: numbers.otpEvent, purpose: "login" }),
          headers: envelope("otp.requested", "o-1"),
        },
      ]);
      const guess = (to: string, purpose: string, code: string) =>
        call("POST", "/v1/otp/verify", { to, purpose, code });
      await eventually(
        "the code asked for by event",
        async () => (await codesTo(numbers.otpEvent)).length === 1,
        20_000,
      );
      const [[login], [byEvent], [exhausted]] = (await Promise.all(
        [numbers.otp, numbers.otpEvent, numbers.exhausted].map(codesTo),
      )) as [[string], [string], [string]];
      const wrong = "0000000000";
      await guess(numbers.otp, "login", wrong);
      expect((await guess(numbers.otp, "login", login)).text).toBe('{"accepted":true}');
      expect((await guess(numbers.otpEvent, "login", byEvent)).text).toBe('{"accepted":true}');
      for (let n = 0; n < 4; n += 1) await guess(numbers.exhausted, "registration", wrong);
      expect((await guess(numbers.exhausted, "registration", exhausted)).text).toBe('{"accepted":false}');

      for (const id of ids) await ended(id);
      // What people write and choose, and what providers say: numbers and texts come in by each of these doors.
      const [read, gone] = [
        await send({ to: numbers.reader, text: `${words[1]} to a reader` }),
        await send({ to: numbers.reader, text: `${words[1]} to nobody` }),
      ];
      for (const id of [read, gone]) await ended(id);
      const receiptOf = (id: string, status: string, providerResponse: string) => {
        const { providerMessageId } = stage.outcomes().find(({ messageId }) => messageId === id)!;
        const at = new Date().toISOString();
        return call("POST", "/v1/receipts", { provider: "sns", providerMessageId, status, at, providerResponse });
      };
      const said = [
        await receiptOf(read, "delivered", "Message has been accepted by phone"),
        await receiptOf(gone, "undelivered", `${numbers.reader} is opted out`),
        await call("POST", "/v1/receipts", {
          provider: "sns",
          providerMessageId: "another system's",
          status: numbers.reader,
        }),
      ];
      // What was refused at its door leaves nothing behind that could leak: each call does what it is made for.
      expect(said.map(({ status }) => status)).toEqual([202, 202, 422]);
      const written = await call("POST", "/v1/inbound", {
        ...{ from: numbers.writer, to: "+18885550100", text: `stop texting me of ${words[3]}` },
        ...{ inboundId: "in-1", provider: "eum" },
      });
      const chosen = await call("POST", "/v1/opt-outs", {
        ...{ to: numbers.writer, class: "promotional", choice: "opt-out" },
        evidence: { disclosure: `Texts of ${words[2]}`, action: "ticked", by: words[4] },
      });
      expect([written.status, chosen.status]).toEqual([202, 200]);
      for (const topic of ["sms.delivered", "sms.undelivered", "sms.deferred", "sms.consent"])
        await eventually(topic, () => stage.records(topic).length > 0);
      const logged = async () =>
        Number((await queryPostgres(database, "SELECT count(*) AS n FROM message_log"))[0]["n"]);
      await eventually("all is logged", async () => (await logged()) >= stage.outcomes().length - 5, 20_000);
      await eventually("all have ended", () => stage.outcomes().length >= 20, 20_000);
      // It was throttled twice, and waits a random while each time.
      await eventually(
        "the throttled one is sent",
        () => stage.outcomes().some(({ status, to }) => status === "sent" && to === numbers.direct),
        20_000,
      );
      for (const topic of ["otp.verified", "otp.exhausted", "sms.dead-letter"])
        await eventually(topic, () => stage.records(topic).length > 0);
      await eventually("it waits", async () =>
        (await call("GET", `/v1/messages/${parked}`)).text.includes('"deferred"'),
      );
      const [doubtful] = stage.outcomes().filter(({ reason }) => reason === "outcome-unknown");
      await call("POST", `/v1/in-doubt/${doubtful!.messageId}`, { as: "sent" });
      for (const { messageId } of stage.outcomes()) await call("GET", `/v1/messages/${messageId}`);
      for (const path of [
        "/v1/in-doubt",
        "/metrics",
        "/readyz",
        "/healthz",
        "/v1/events",
        `/v1/messages/${numbers.direct}`,
      ])
        await call("GET", path);
      return [login, byEvent, exhausted];
    };

    test("a day of texts, codes and failures: no code, text or number, but `to` in sms.sent and sms.failed", async () => {
      const codes = await aDay();
      expect(new Set(codes).size).toBe(3);
      const texts = (await stage.texts()).map(({ text }) => text).join("\n");
      for (const secret of [...words, ...codes]) expect(texts).toContain(secret);

      const sent = stage.records("sms.sent").map(({ value }) => String(value));
      expect(sent.some((value) => value.includes(`"to":"${numbers.direct}"`))).toBe(true);

      const shown = ({ key, headers, value, topic }: EventRecord): string => {
        const envelopes = `${key} ${Object.entries(headers)
          .map(([name, bytes]) => `${name}=${bytes}`)
          .join(" ")}`;
        if (topic === "sms.dead-letter")
          return Object.entries(headers)
            .map(([name, bytes]) => `${name}=${bytes}`)
            .join(" ");
        if (!topic.startsWith("sms.")) return `${envelopes} ${value}`;
        const { to: _, ...rest }: OutcomeValue = JSON.parse(String(value));
        return `${envelopes} ${JSON.stringify(rest)}`;
      };
      const [[, persistence]] = [(await stage.redis.command("CONFIG", "GET", "dir")) as [string, string]];
      const written = readdirSync(join(persistence, "appendonlydir"))
        .map((name) => readFileSync(join(persistence, "appendonlydir", name), "latin1"))
        .join("\n");
      const places: Readonly<Record<string, string>> = {
        "the log": worker.output(),
        "HTTP answers, traces and metrics": answers.join("\n"),
        events: outputs.flatMap((topic) => stage.records(topic).map(shown)).join("\n"),
        PostgreSQL: postgresDump(database),
        Redis: await redisDump(stage.redis),
        "what Redis wrote to its disk": written,
      };
      const leaks = Object.entries(places).flatMap(([place, content]) => {
        expect(content.length, place).toBeGreaterThan(5_000);
        return [...words, ...codes, ...digits].flatMap((secret) => {
          const at = content.indexOf(secret);
          return at < 0 ? [] : [`${place}: …${content.slice(Math.max(0, at - 120), at + 60)}…`];
        });
      });
      expect(leaks).toEqual([]);
      expect(worker.output()).toContain('"decided"');
      expect(worker.output()).toContain('"gateway call"');
    }, 60_000);
  }),
);
