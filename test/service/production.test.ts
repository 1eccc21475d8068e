import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { RunningService } from "../../src/composition/service.js";
import { startService } from "../../src/composition/service.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";

/** `sms ARGS` in a process of its own, with these settings and no others. */
const run = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const env = { PATH: process.env["PATH"] ?? "", HTTP_PORT: "0", SIMULATOR_PORT: "0", ...environment };
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
};

const production = {
  NODE_ENV: "production",
  KAFKA_BROKERS: "kafka:9092",
  REDIS_URL: "redis://user:pass-of-redis@redis:6379",
  SMS_GATEWAY: "sns",
  AWS_REGION: "ap-south-1",
  OTP_SECRET: "otp-secret-".repeat(4),
  SMS_HASH_KEY: "hash-key-".repeat(5),
  API_KEYS: "web:api-key-of-the-web:send",
};

describe("production", () => {
  test("with nothing set it refuses, naming everything at once, and exits 1", async () => {
    const { code, out, err } = await run([], { NODE_ENV: "production" });
    expect([code, out]).toEqual([1, ""]);
    for (const name of Object.keys(production).filter((name) => name !== "NODE_ENV"))
      expect(err).toMatch(new RegExp(`^\\s*${name}\\b.*\\w`, "mu"));
  });

  test.each(Object.keys(production).filter((name) => name !== "NODE_ENV"))(
    "without %s alone it refuses, naming that alone",
    async (missing) => {
      const given = Object.fromEntries(Object.entries(production).filter(([name]) => name !== missing));
      const { code, out } = await sms(["config", "--json"], given);
      const { faults } = JSON.parse(out.trim().split("\n").at(-1)!) as { faults: readonly string[] };
      expect([code, faults.length]).toEqual([1, 1]);
      expect(faults[0]).toMatch(new RegExp(`^${missing}: `, "u"));
    },
  );

  test("with everything set, sms config shows it, and no secret of it", async () => {
    const { code, out, err } = await sms(["config", "--json"], production);
    expect([code, err]).toEqual([0, ""]);
    const shown = new Map(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { name: string; value: string | null; from: string })
        .map((setting) => [setting.name, setting]),
    );
    expect(shown.get("AWS_REGION")).toEqual({ name: "AWS_REGION", value: "ap-south-1", from: "environment" });
    expect(shown.get("KAFKA_GROUP_ID")).toEqual({ name: "KAFKA_GROUP_ID", value: null, from: "default" });
    for (const secret of ["otp-secret", "hash-key", "api-key-secret", "pass-of-redis"])
      expect(out).not.toContain(secret);
    expect((await sms(["config"], production)).out).toMatch(/^AWS_REGION\s+ap-south-1\s+\[environment\]$/mu);
  });
});

describe("exit codes", () => {
  const nobody = { SMS_URL: "http://127.0.0.1:9" };
  test.each([
    ["help", ["--help"], 0],
    ["what is refused", ["explain", "none"], 1],
    ["a command there is none of", ["nonsense"], 2],
  ])("of the process: %s", async (_, args, expected) => {
    const { code, out, err } = await run(args, nobody);
    expect(code).toBe(expected);
    expect([out !== "", err !== ""]).toEqual([expected === 0, expected !== 0]);
  });

  test.each([
    ["a command's help", ["publish", "--help"], 0],
    ["the version", ["--version"], 0],
    ["a command that is done", ["segments", "--json", "a"], 0],
    ["an option there is none of", ["segments", "--nonsense"], 2],
    ["an argument that is missing", ["explain"], 2],
    ["half a command", ["keys"], 2],
  ])("%s", async (_, args, expected) => {
    const { code, out, err } = await sms(args, nobody);
    expect(code).toBe(expected);
    expect([out !== "", err !== ""]).toEqual([expected === 0, expected !== 0]);
  });

  test("help names every command of the contract", async () => {
    const { out } = await sms(["--help"]);
    for (const name of [
      "segments",
      "phone",
      "send",
      "publish",
      "preview",
      "otp",
      "templates",
      "explain",
      "config",
      "simulator",
      "in-doubt",
    ])
      expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, "mu"));
  });
});

describe("commands that ask the embedded service", () => {
  let service: RunningService;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const keys = "web:s3nd-s3nd-s3nd-s3nd:send+read+otp,ops:4dm1n-4dm1n-4dm1n:read+admin";
    service = await startService(
      readConfig({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", API_KEYS: keys }),
    );
    environment = { SMS_URL: service.url, SMS_API_KEY: "s3nd-s3nd-s3nd-s3nd" };
  });
  afterAll(async () => {
    await service.stop();
  });
  const ops = () => ({ ...environment, SMS_API_KEY: "4dm1n-4dm1n-4dm1n" });
  const phones = async (to: string) =>
    (
      (await (await fetch(`${service.inbox}/api/messages?to=${encodeURIComponent(to)}`)).json()) as {
        messages: { text: string }[];
      }
    ).messages;
  const fault = (body: object) => fetch(`${service.inbox}/api/faults`, { method: "PUT", body: JSON.stringify(body) });

  test("publish: the shipped sample, what is piped in, and what is refused", async () => {
    expect(await sms(["publish", "delivery.completed", "--sample"], environment)).toEqual({
      code: 0,
      out: expect.stringMatching(/^published [0-9a-f-]{36} to delivery\.completed\n$/u),
      err: "",
    });
    const structured = {
      specversion: "1.0",
      id: "own-1",
      source: "/shop",
      type: "delivery.completed",
      data: { orderNumber: "ORD-OWN", customer: { phone: "+447400100200" } },
    };
    expect((await sms(["publish", "delivery.completed"], environment, JSON.stringify(structured))).out).toBe(
      "published own-1 to delivery.completed\n",
    );
    await eventually("its text", async () =>
      (await phones("+447400100200")).some(({ text }) => text.includes("ORD-OWN")),
    );
    const event = { orderNumber: "ORD-PIPED", customer: { phone: "+447400100200" } };
    const piped = await sms(
      ["publish", "delivery.completed", "--json", "--record-key", "k"],
      environment,
      JSON.stringify(event),
    );
    expect([piped.code, JSON.parse(piped.out)]).toEqual([
      0,
      { topic: "delivery.completed", published: true, id: expect.any(String) },
    ]);
    await eventually("its text", async () =>
      (await phones("+447400100200")).some(({ text }) => text.includes("ORD-PIPED")),
    );
    const waited = await sms(["publish", "order.created", "--sample", "--wait"], environment);
    expect([waited.code, waited.out.replace(/[0-9a-f-]{36}/gu, "ID"), waited.err]).toEqual([
      0,
      expect.stringMatching(/^published ID to order\.created\n(?:(?:sent|carrier-accepted|delivered) ID\n){2}$/u),
      "",
    ]);
    const broken = await sms(["publish", "order.created", "--wait"], environment, '{"orderNumber":7}');
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining("the service will refuse it: ") });
    for (const [args, code, says] of [
      [["publish", "weather.changed", "data/samples/order.created.json"], 1, "order.created"],
      [["publish", "order.created", "no/such/file.json"], 1, "no/such/file.json"],
      [["publish", "order.create", "data/samples/order.created.json"], 1, "did you mean order.created?"],
      [["publish", "order.created"], 1, "the event is empty"],
    ] as const) {
      const refused = await sms(args, environment);
      expect([refused.code, refused.out]).toEqual([code, ""]);
      expect(refused.err).toContain(says);
    }
  });

  test("sample", async () => {
    expect((await sms(["sample"], environment)).code).toBe(0);
    await eventually("a driver's text", async () => (await phones("+919876543211")).length === 1);
  });

  test("send: accepted, waited for, failed, refused, misused", async () => {
    const [to, refusing] = ["+447400100201", "+447400100202"];
    await fault({ kind: "reject", number: refusing });
    const accepted = await sms(["send", to, "Hello", "--json"], environment);
    expect([accepted.code, JSON.parse(accepted.out)]).toMatchObject([0, { state: "received", segments: 1 }]);
    expect(await sms(["send", to, "Hello", "--wait"], environment)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^sent /mu),
    });
    const failed = await sms(["send", refusing, "Hello", "--wait"], environment);
    expect(failed).toMatchObject({ code: 1, out: expect.stringMatching(/^failed .*gateway-rejected/mu) });
    expect(await sms(["send", "12", "Hello"], environment)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^invalid-phone-number: /u),
    });
    expect((await sms(["send", to], environment)).code).toBe(2);
    expect((await sms(["send", to, "--template", "order_confirmation", "--variables", "{"], environment)).code).toBe(2);
    expect(await sms(["send", to, "Hello"], ops())).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^forbidden: /u),
    });
    expect(await sms(["send", to, "Hello"], { SMS_URL: service.url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^unauthorized: /u),
    });
  });

  test("preview sends nothing and asks no service", async () => {
    const { code, out } = await sms(["preview", "+447400100203", "Hello", "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { decision: "send", segments: 1 }]);
    expect(await phones("+447400100203")).toEqual([]);
  });

  test("a code, sent and verified", async () => {
    const to = "+447400100204";
    expect((await sms(["otp", "send", to, "--purpose", "login"], environment)).code).toBe(0);
    const code = /\b\d{6}\b/u.exec((await phones(to))[0]!.text)![0];
    const wrong = code === "000000" ? "000001" : "000000";
    expect((await sms(["otp", "verify", to, wrong, "--purpose", "login"], environment)).code).toBe(1);
    expect((await sms(["otp", "verify", to, code, "--purpose", "login"], environment)).code).toBe(0);
    expect((await sms(["otp", "verify", to, code, "--purpose", "login"], environment)).code).toBe(1);
  });

  test("a service that is away", async () => {
    const { code, err } = await sms(["explain", "id"], { SMS_URL: "http://127.0.0.1:9" });
    expect([code, err]).toEqual([1, expect.stringContaining("SMS_URL")]);
  });
});
