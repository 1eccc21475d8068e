import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCommandLine } from "../../src/composition/command-line.js";

/** A process of which only the command line is one. */
const run = async (argv: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const written = { stdout: "", stderr: "" };
  const exits: number[] = [];
  const stream = (name: "stdout" | "stderr") =>
    Object.assign(new EventEmitter(), {
      write: (text: string) => {
        written[name] += text;
        return true;
      },
    });
  const own = Object.assign(new EventEmitter(), {
    ...{ env, argv: ["node", "sms", ...argv], stdout: stream("stdout"), stderr: stream("stderr") },
    stdin: Object.assign(new EventEmitter(), { isTTY: true, async *[Symbol.asyncIterator]() {} }),
    exit: (code: number) => void exits.push(code),
  });
  const code = await runCommandLine(own as unknown as NodeJS.Process, "1.2.3");
  return { code, exits, own, ...written };
};

const to = "+4915123456789";
const production = { NODE_ENV: "production", SMS_GATEWAY: "sns", AWS_REGION: "ap-south-1" };

describe("sms preview decides as the service of this environment would", () => {
  test.each<[string, NodeJS.ProcessEnv, number, RegExp]>([
    ["nothing configured: every country", {}, 0, /^send: /],
    ["production: the default country only", production, 1, /^refuse: destination-not-allowed\./],
    ["production with its own list", { ...production, SMS_ALLOWED_COUNTRIES: "IN,DE" }, 0, /^send: /],
    [
      "stores and brokers are not asked",
      { KAFKA_BROKERS: "127.0.0.1:1", REDIS_URL: "redis://127.0.0.1:1" },
      0,
      /^send: /,
    ],
  ])("%s", async (_, env, code, output) => {
    const ran = await run(["preview", to, "Hello"], env);
    expect([ran.code, ran.stderr]).toEqual([code, ""]);
    expect(ran.stdout).toMatch(output);
  });

  test("a setting that is faulty is named, and the command fails", async () => {
    const { code, stderr } = await run(["preview", to, "Hello"], { SMS_DEFAULT_COUNTRY: "India" });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`SMS_DEFAULT_COUNTRY ("India" given): `)]);
  });
});

describe("templates from another folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-templates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "hello.yaml"), 'class: transactional\ntexts: {en: "Hello"}\n');

  test("are listed, and linted at the price of the default country", async () => {
    const env = { SMS_TEMPLATES_DIR: folder };
    expect(await run(["templates", "list"], env)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^hello /) });
    expect(await run(["templates", "lint"], env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("nothing"),
    });
  });

  test("one that cannot be read is a fault with its file, as it is on SIGHUP", async () => {
    mkdirSync(join(folder, "broken.yaml"));
    const { code, stdout } = await run(["templates", "list"], { SMS_TEMPLATES_DIR: folder });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/broken\.yaml:1: can't be read: .*broken\.yaml is a folder/),
    ]);
  });
});

test("what the service cannot start with is said, and exit 1", async () => {
  const { code, exits, stderr } = await run([], { HTTP_PORT: "-1" });
  expect([code, exits, stderr]).toEqual([1, [1], expect.stringContaining(`HTTP_PORT ("-1" given)`)]);
});

test("a Kafka that does not answer is one sentence with its setting, and nothing around it", async () => {
  const { code, stderr, stdout } = await run(["serve"], {
    ...{ HTTP_PORT: "0", SIMULATOR_PORT: "0", KAFKA_BROKERS: "127.0.0.1:1" },
  });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^The service cannot start: Kafka does not answer at 127\.0\.0\.1:1 \(KAFKA_BROKERS\); start it, .*\n$/,
  );
}, 30_000);

test("sms publish in an environment with brokers that are none says so", async () => {
  const { code, stderr } = await run(["publish", "order.created", "--sample"], { KAFKA_BROKERS: "nowhere" });
  expect([code, stderr]).toEqual([1, expect.stringContaining("each broker is host:port")]);
});

test("a reader that has seen enough ends the command; a log that nobody reads ends nothing", async () => {
  const { exits, own } = await run(["--version"]);
  own.stderr.emit("error", new Error("EPIPE"));
  expect(exits).toEqual([]);
  own.stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  expect(exits).toEqual([0]);
});

test("an answer that cannot be written is a fault with its reason", async () => {
  const { exits, own } = await run(["--version"]);
  const said: string[] = [];
  own.stderr.write = (text) => {
    said.push(text);
    return true;
  };
  own.stdout.emit("error", Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
  expect([exits, said]).toEqual([[1], [expect.stringMatching(/^The answer cannot be written .*: ENOSPC: /u)]]);
});

test("texts to many people do not stop half way because nobody reads what became of them", async () => {
  const { exits, own } = await run(["bulk", "/no/such/file.csv", "--text", "Hello", "--json"]);
  own.stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  expect(exits).toEqual([]);
});

test("a service whose banner nobody reads goes on", async () => {
  const { exits, own } = await run(["serve"], { HTTP_PORT: "-1" });
  own.stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  expect(exits, "its settings alone ended it").toEqual([1]);
});
