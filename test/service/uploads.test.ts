import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";

const words = "text=Hello&class=transactional";
const numberOf = (n: number): string => `+9198765${String(43_210 + n)}`;

const settings = { SMS_ALLOWED_COUNTRIES: "IN,US", SMS_ORIGINATION_NUMBER: "+18885550100" };

let stage: SmsStage;
let folder: string;
beforeAll(async () => {
  stage = await startSmsStage(settings);
  folder = mkdtempSync(join(tmpdir(), "sms-uploads-"));
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins an upload of `length` bytes, which comes piece by piece. */
const begun = async (length: number) => {
  const { hostname, port } = new URL(stage.url);
  let answer = "";
  const socket = connect(Number(port), hostname);
  socket.on("data", (data) => {
    answer += data.toString();
  });
  // The service may end the connection while a piece is on its way.
  socket.on("error", () => undefined);
  const send = (text: string) => new Promise<void>((resolve) => socket.write(text, () => resolve()));
  await send(
    `POST /v1/uploads?${words} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: ${length}\r\n\r\n`,
  );
  return { answered: (text: string) => eventually(text, () => answer.includes(text)), send, socket };
};

const serviceFaults = async (): Promise<string | undefined> =>
  /^sms_internal_errors_total\{where="http"\} (\d+)/mu.exec(await (await fetch(`${stage.url}/metrics`)).text())?.[1];

describe("a file over a slow line", () => {
  test("that stalls is told so, and is no fault of the service", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const before = await serviceFaults();
    const timers = vi.getTimerCount();
    const { answered, send } = await begun(1_000);
    await send(`phone\n${numberOf(0)}\n`);
    await eventually("the service reads it", () => vi.getTimerCount() > timers);
    vi.advanceTimersByTime(60_000);
    await answered('"code":"request-timeout"');
    expect(await serviceFaults()).toBe(before);
  });

  test("whose sender goes away is no fault of the service", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const before = await serviceFaults();
    const timers = vi.getTimerCount();
    const { send, socket } = await begun(1_000);
    await send(`phone\n${numberOf(0)}\n`);
    await eventually("the service reads it", () => vi.getTimerCount() > timers);
    socket.destroy();
    await eventually("the service let go of it", () => vi.getTimerCount() === timers);
    expect(await serviceFaults()).toBe(before);
  });

  test("may take longer than any other body", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const row = `${numberOf(0)},${"x".repeat(64 * 1024)}\n`;
    const timers = vi.getTimerCount();
    const head = "phone,note\n";
    const { answered, send } = await begun(head.length + row.length);
    await send(head);
    await eventually("the service reads it", () => vi.getTimerCount() > timers);
    vi.advanceTimersByTime(30_000);
    await send(row);
    await answered("HTTP/1.1 201");
  });
});

describe("sms campaign", () => {
  const run = (args: readonly string[]) => sms(["campaign", ...args], { SMS_URL: stage.url, ...settings });
  const file = (name: string, rows: readonly string[]): string => {
    const path = join(folder, name);
    writeFileSync(path, ["phone", ...rows, ""].join("\n"));
    return path;
  };

  test("create: the hours of its flags are those of the check and of the campaign", async () => {
    const path = file("hours.csv", [numberOf(1), "12"]);
    const flags = ["--window", "10:00-18:30", "--zone", "Asia/Kolkata", "--days", "mon,tue"];
    const ran = await run(["create", path, "--id", "hours", "--text", "Hello", "--class", "transactional", ...flags]);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("hours  checked") });
    expect(ran.err).toContain("2 rows: 1 good, 1 bad");
    expect(ran.err).toContain("line 3, phone “12”:");
    const { uploadId, window } = JSON.parse((await run(["show", "hours", "--json"])).out);
    expect(window).toEqual({ from: "10:00", to: "18:30", zone: "Asia/Kolkata", days: ["mon", "tue"] });
    const kept = (await (await fetch(`${stage.url}/v1/uploads/${uploadId}`)).json()) as object;
    expect(kept).toMatchObject({ window, template: null, redisFreeBytes: null, good: 1 });
  });

  test.each([
    ["create", ["--id", "none", "--window", "18:00"]],
    ["create", ["--id", "none", "--zone", "Asia/Kolkata"]],
    ["check", ["--window", "10:00-18:00", "--days", "monday"]],
    ["check", ["--window", "10:00-18:00", "--zone", "Mars/Base"]],
  ])("%s %j: hours that are none are refused", async (command, flags) => {
    const ran = await run([command, file("plain.csv", [numberOf(2)]), "--text", "Hello", ...flags]);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining("`window` must be such as 09:00-20:00") });
  });

  test("check: counts who would wait for the hours of the flags", async () => {
    const path = file("zones.csv", [numberOf(3), "+12125550123"]);
    // At each instant of a day, at most one of the two is within these five minutes.
    const flags = ["--window", "09:00-09:05", "--class", "transactional", "--json"];
    const ran = await run(["check", path, "--text", "Hello", ...flags]);
    const { windows } = JSON.parse(ran.out) as { windows: readonly { from: string | null; rows: number }[] };
    expect(windows.map(({ rows }) => rows)).toEqual([1, 1]);
    expect(windows.filter(({ from }) => from !== null).length).toBeGreaterThan(0);
  });

  test("recipients: page after page, each once", async () => {
    const rows = Array.from({ length: 205 }, (_, n) => numberOf(100 + n));
    await run(["create", file("many.csv", rows), "--id", "many", "--text", "Hello", "--class", "transactional"]);
    const pages: { messageId: string }[][] = [];
    for (let cursor: string | undefined = "0"; cursor !== undefined; ) {
      const answer = await fetch(`${stage.url}/v1/campaigns/many/recipients?state=waiting&cursor=${cursor}`);
      const { next, recipients } = (await answer.json()) as { recipients: { messageId: string }[]; next?: string };
      pages.push(recipients);
      cursor = next;
    }
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 5]);
    expect(new Set(pages.flat().map(({ messageId }) => messageId)).size).toBe(205);
    expect((await run(["recipients", "many"])).out.trim().split("\n")).toHaveLength(205);
    expect(await (await fetch(`${stage.url}/v1/campaigns/many/recipients?state=failed`)).json()).toEqual({
      recipients: [],
    });
  });
});

test.each(["otp", "loud", ""])(
  "a file for a class that no campaign has, %j, is refused before it is read",
  async (of) => {
    const answer = await fetch(`${stage.url}/v1/uploads?text=Hello&class=${of}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: `phone\n${numberOf(0)}\n`,
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "invalid-event",
      detail: expect.stringContaining("promotional"),
    });
  },
);
