import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

test("the embedded service is examined: everything it stands in for is a warning, nothing fails", async () => {
  await using stage = await startSmsStage();
  const ran = await sms(["doctor", "--json"], { SMS_URL: stage.url });
  expect(ran.code).toBe(0);
  const checks = ran.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]))).toMatchObject({
    ...{
      ready: "ok",
      start: "ok",
      gateway: "warn",
      account: "skipped",
      sandbox: "skipped",
      events: "warn",
      journal: "warn",
    },
    ...{
      "message-log": "warn",
      "api-keys": "warn",
      secrets: "warn",
      prices: "warn",
      "in-doubt": "ok",
      alarms: "skipped",
    },
  });
  const shown = await sms(["doctor"], { SMS_URL: stage.url });
  expect(shown.out).toMatch(/warn\s+gateway\s+Texts stay on this machine/);
  expect(shown.out).toMatch(/\d+ checks: \d+ ok, \d+ warn, 0 fail, \d+ skipped\n$/);
});

test("keys of a file are keys: the doors are told as they are", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-doctor-"));
  const [inFile, own] = ["a-secret-of-the-file-1234", "a-secret-of-the-setting-1234"];
  writeFileSync(join(folder, "keys"), `# of the file\nshop:${inFile}:send+read+admin\n`);
  const doors = async (keys: NodeJS.ProcessEnv) => {
    await using stage = await startSmsStage({ API_KEYS_FILE: join(folder, "keys"), ...keys });
    const ran = await sms(["doctor", "--json"], { SMS_URL: stage.url, SMS_API_KEY: inFile });
    const checks = ran.out.split("\n").map((line) => JSON.parse(line || "{}") as Readonly<Record<string, string>>);
    return checks.find(({ check }) => check === "api-keys");
  };
  expect(await doors({})).toMatchObject({ verdict: "ok", evidence: "1 API key opens the doors" });
  expect(await doors({ API_KEYS: `web:${own}:read` })).toMatchObject({ evidence: "2 API keys open the doors" });
  rmSync(folder, { recursive: true });
});

test("a message log that does not answer is told, whatever waits for it", async () => {
  await using stage = await startSmsStage({ DATABASE_URL: "postgres://nobody:none@127.0.0.1:1/none" });
  const ran = await sms(["doctor"], { SMS_URL: stage.url });
  expect(ran.out).toMatch(/^warn +message-log +PostgreSQL does not answer: /mu);
});
