import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSmsStage, type SmsStage } from "../../../src/composition/stage.js";
import { createConsoleSessions } from "../../../src/adapters/http/console-session.js";
import { ManualClock } from "../../support/manual-clock.js";

const keys = { ops: "0ps-secret-0123456789", looker: "l00k-secret-0123456789" };
const header = { "x-sms-console": "1" };

describe("the console's session", () => {
  let stage: SmsStage;
  beforeAll(async () => {
    stage = await startSmsStage({
      API_KEYS: `ops:${keys.ops}:send+read+admin,looker:${keys.looker}:read`,
    });
  });
  afterAll(() => stage?.stop());

  const signIn = async (key: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${stage.url}/console/session`, {
      method: "POST",
      headers,
      body: JSON.stringify({ key }),
    });
    return { status: answer.status, setCookie: answer.headers.get("set-cookie") ?? "", body: await answer.json() };
  };
  const cookieOf = async (key: string) => (await signIn(key)).setCookie.split(";")[0]!;
  const status = async (path: string, headers: Record<string, string>, method = "GET") =>
    (await fetch(stage.url + path, { method, headers })).status;

  test("a right secret opens one that no script reads and no other site sends", async () => {
    const { setCookie, body } = await signIn(keys.ops);
    expect(body).toEqual({ name: "ops", scopes: ["send", "read", "admin"] });
    for (const word of ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"]) expect(setCookie).toContain(word);
    expect(setCookie).not.toContain(keys.ops);
  });

  test.each<[string, unknown]>([
    ["a wrong secret", "wrong-secret-0123456789"],
    ["a key's name", "ops"],
    ["nothing", undefined],
    ["no text", 7],
  ])("%s opens none", async (_, key) => {
    expect(await signIn(key)).toMatchObject({ status: 401, setCookie: "" });
  });

  test("the cookie stands for the key, with the key's scopes", async () => {
    const ops = { ...header, cookie: await cookieOf(keys.ops) };
    const looker = { ...header, cookie: await cookieOf(keys.looker) };
    expect(await status("/v1/in-doubt", ops)).toBe(200);
    expect(await status("/v1/in-doubt", looker)).toBe(403);
    expect(await status("/v1/spend", looker)).toBe(200);
    expect(await status("/v1/messages/5f9d2c60-9d3f-5f1e-8f0a-1d7b6c1f0a11", looker, "DELETE")).toBe(403);
  });

  test("the cookie alone is nothing: a call names the console by a header that no other site's page can send", async () => {
    const cookie = await cookieOf(keys.ops);
    expect(await status("/v1/spend", { cookie })).toBe(401);
    expect(await status("/v1/spend", { ...header, cookie, origin: "https://evil.example" })).toBe(403);
  });

  test("a cookie that was changed, or says another name, is none", async () => {
    const [name, value] = (await cookieOf(keys.looker)).split("=");
    const [, until, proof] = value!.split(".");
    const forged = `${name}=${Buffer.from("ops").toString("base64url")}.${until}.${proof}`;
    expect(await status("/v1/spend", { ...header, cookie: forged })).toBe(401);
    expect(await status("/v1/spend", { ...header, cookie: `${name}=${value}x` })).toBe(401);
    // As long as a right one in characters, and longer in bytes.
    expect(await status("/v1/spend", { ...header, cookie: `${name}=${value!.slice(0, -1)}\u00e9` })).toBe(401);
  });

  test("what an operator does in a session stands in the trail under the key's name", async () => {
    const headers = { ...header, cookie: await cookieOf(keys.ops), "content-type": "application/json" };
    const body = JSON.stringify({ to: "+919876543210", choice: "opt-out" });
    expect((await fetch(`${stage.url}/v1/opt-outs`, { method: "POST", headers, body })).status).toBe(200);
    const { entries } = (await (await fetch(`${stage.url}/v1/audit`, { headers })).json()) as { entries: object[] };
    expect(entries[0]).toMatchObject({ who: "ops", action: "opt-outs" });
  });

  test("a browser's start page is the console, a program's is none", async () => {
    const answer = await fetch(stage.url, { headers: { accept: "text/html" }, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "console/"]);
    expect(await status("/", {})).toBe(404);
  });
});

test("a session ends after twelve hours, and when its key's secret changes", async () => {
  const clock = new ManualClock();
  const sessions = createConsoleSessions({
    clock,
    hashes: { keyed: (value) => `hash of ${value}`.replaceAll(".", "") },
  });
  const key = { name: "ops", secret: "one", scopes: new Set(["read"]) };
  const request = { headers: { ...header, cookie: `a=b; ${sessions.cookieFor(key).split(";")[0]}` } };
  expect(sessions.keyOf(request, [key])).toBe(key);
  expect(sessions.keyOf(request, [{ ...key, secret: "two" }])).toBeUndefined();
  await clock.advance(12 * 3_600_000);
  expect(sessions.keyOf(request, [key])).toBeUndefined();
});

test("CONSOLE=off serves none", async () => {
  await using stage = await startSmsStage({ CONSOLE: "off" });
  expect((await fetch(`${stage.url}/console/`)).status).toBe(404);
});
