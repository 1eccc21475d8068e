import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startSms, type SmsService } from "../../src/entry/library.js";
import { type Simulator, startSimulator } from "../../src/adapters/simulator/simulator.js";
import { sms } from "../support/command-line.js";
import { shellCommands } from "../support/shell-commands.js";

const page = readFileSync("docs/first-real-text.md", "utf8");
const secret = "a-key-for-the-first-text";

const commands = shellCommands(page)
  .filter(([program]) => program === "sms")
  .map(([, ...args]) => args);

let simulator: Simulator;
let service: SmsService;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  service = await startSms({
    ...{ SMS_GATEWAY: "sns", AWS_REGION: "ap-south-1", AWS_ENDPOINT_URL_SNS: simulator.url },
    ...{ API_KEYS: `me:${secret}:send+read+otp+admin`, HTTP_PORT: "0", LOG_LEVEL: "silent" },
  });
});
afterAll(async () => {
  await service.close();
  await simulator.close();
  vi.unstubAllEnvs();
});

test("docs/first-real-text.md: each command does what the page says, in its order, against an account whose limit nobody raised", async () => {
  expect(commands.length).toBeGreaterThan(9);
  const said = new Map<string, string>();
  for (const command of commands) {
    const [code, id] = [
      async () =>
        ((await (await fetch(`${simulator.url}/api/code?to=%2B919876543210`)).json()) as { code: string }).code,
      () => /[0-9a-f-]{36}/.exec(said.get("send")!)![0],
    ];
    const args: string[] = [];
    for (const word of command) args.push(word === "123456" ? await code() : word === "MESSAGE_ID" ? id() : word);
    const ran = await sms(args, { SMS_URL: service.url, SMS_API_KEY: secret });
    const name = command.filter((word) => /^[a-zA-Z]+$/.test(word)).join(" ");
    said.set(name, ran.out);
    expect(ran.err, name).toBe("");
    expect(ran.code, name).toBe(name === "doctor" ? 1 : 0);
  }
  expect(said.get("doctor")).toMatch(/^fail +spend-limit/m);
  expect(said.get("preview")).toMatch(/send/);
  expect(said.get("send")).toMatch(/sent/);
  expect(said.get("explain")).toMatch(/sent/);
  const { messages } = (await (await fetch(`${simulator.url}/api/messages`)).json()) as {
    messages: readonly { readonly text: string }[];
  };
  expect(messages.map(({ text }) => text)).toContain("Your order has been confirmed.");
}, 60_000);
