import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";
import { OptedOutNumbers } from "../../src/adapters/simulator/opted-out-numbers.js";
import { startService } from "../../src/composition/service.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { sms } from "../support/command-line.js";

const one = "+919876543210";

describe("sms opt-outs, consent, forget", () => {
  const optedOut = new OptedOutNumbers();
  const folder = mkdtempSync(join(tmpdir(), "sms-consent-"));
  let environment: Record<string, string>;
  let stop: () => Promise<void>;
  const run = (...args: string[]) => sms(args, environment);
  const json = async (...args: string[]) => {
    const { code, out } = await run(...args, "--json");
    return { code, body: JSON.parse(out.split("\n")[0]!) as Record<string, never> };
  };

  beforeAll(async () => {
    const simulator = await startSimulator({ host: "127.0.0.1", port: 0, optedOut });
    const service = await startService(
      readConfig({ HTTP_PORT: "0", LOG_LEVEL: "silent", AWS_ENDPOINT_URL_SNS: simulator.url }),
    );
    environment = { SMS_URL: service.url };
    stop = async () => {
      await service.stop();
      await simulator.close();
      rmSync(folder, { recursive: true });
    };
  });
  afterAll(() => stop());

  test("check, add, list, history, remove", async () => {
    expect((await run("opt-outs", "check", one)).out).toContain("promotional: takes texts");
    expect(await run("opt-outs", "add", one, "--class", "promotional")).toMatchObject({
      code: 0,
      out: "+9198••••3210: opt-out, promotional\n",
    });
    expect((await json("opt-outs", "check", one)).body).toMatchObject({
      whole: true,
      classes: { promotional: { optedOut: true, source: "api" }, otp: { optedOut: false } },
    });
    expect((await run("opt-outs", "list")).out).toMatch(/\+9198••••3210\n {2}promotional: opted out since .*, by api/);
    expect((await run("opt-outs", "history", one)).out).toMatch(/promotional opted-out, by api/);
    const removed = await run("opt-outs", "remove", one);
    expect(removed.out).toContain("AWS's own list may still hold the number");
    expect((await run("opt-outs", "check", one)).out).toContain("promotional: takes texts");
    expect((await run("opt-outs", "check", "12")).code).toBe(1);
  });

  test("AWS's list of 1,050 is read, 11 pages; a number is taken off once in 30 days, then refused with the date", async () => {
    for (let at = 0; at < 1_050; at += 1) optedOut.hear(`+9198765${String(40_000 + at)}`, "STOP");
    const swept = await json("opt-outs", "sync");
    expect(swept).toMatchObject({ code: 0, body: { state: "complete", pages: 11, numbers: 1_050, added: 1_050 } });
    const listed = "+919876540007";
    expect((await run("opt-outs", "check", listed)).out).toMatch(/otp: opted out since .*, by aws/);
    expect((await run("opt-outs", "remove", listed, "--aws")).out).toContain("AWS's own list no longer holds it");
    expect(optedOut.has(listed)).toBe(false);
    optedOut.hear(listed, "STOP");
    const again = await run("opt-outs", "remove", listed, "--aws");
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/once in 30 days; this one again from \d{4}-/) });
    // It was refused here: AWS was not asked.
    expect(optedOut.has(listed)).toBe(true);
    expect(
      (await fetch(`${environment["SMS_URL"]}/metrics`).then((answer) => answer.text())).match(
        /^sms_opt_out_sync_age_seconds (\S+)/m,
      )?.[1],
    ).toMatch(/^\d/);
  });

  test("a file with 5 bad lines: those are named, the rest is in; twice changes nothing; newer choices stay", async () => {
    const file = join(folder, "list.csv");
    const rows = Array.from(
      { length: 20 },
      (_, at) => `+9198765431${String(at).padStart(2, "0")},promotional,opt-out,2026-11-01T00:00:00Z,`,
    );
    rows[3] = "12,promotional,opt-out,,";
    rows[6] = "+919876543106,everything,opt-out,,";
    rows[9] = "+919876543109,promotional,perhaps,,";
    rows[12] = "+919876543112,promotional,opt-out,yesterday,";
    rows[15] = '+919876543115,promotional,opt-out,,"never closed';
    writeFileSync(file, `Phone Number,class,choice,at,disclosure\n${rows.join("\n")}\n`);
    const first = await json("opt-outs", "import", file);
    expect(first.code).toBe(1);
    expect(first.body).toMatchObject({
      recorded: 15,
      unchanged: 0,
      faults: [
        { line: 5, field: "to" },
        { line: 8, field: "class" },
        { line: 11, field: "choice" },
        { line: 14, field: "at" },
        { line: 17, field: "row" },
      ],
    });
    expect((await json("opt-outs", "import", file)).body).toMatchObject({ recorded: 0, unchanged: 15 });

    await run("opt-outs", "remove", "+919876543100", "--class", "promotional");
    await run("opt-outs", "import", file);
    expect((await run("opt-outs", "check", "+919876543100")).out).toContain("promotional: takes texts");

    const exported = join(folder, "out.csv");
    await run("opt-outs", "export", exported);
    expect(readFileSync(exported, "utf8")).toContain("+919876543101,promotional,opt-out,2026-11-01T00:00:00.000Z");
    expect((await json("opt-outs", "import", exported)).body).toMatchObject({ faults: [] });
  });

  test("a likely one is judged; a person is forgotten, the wish stays", async () => {
    const body = { from: one, text: "leave me alone", inboundId: "r1", provider: "t" };
    const headers = { "content-type": "application/json" };
    await fetch(`${environment["SMS_URL"]}/v1/inbound`, { method: "POST", headers, body: JSON.stringify(body) });
    let text: Record<string, string> = {};
    for (let tries = 0; tries < 200 && text["id"] === undefined; tries += 1) {
      const { out } = await run("consent", "review", "--json");
      if (out === "") await new Promise((resolve) => setTimeout(resolve, 10));
      else text = JSON.parse(out.split("\n")[0]!);
    }
    expect(text).toMatchObject({ to: "+9198••••3210", text: "leave me alone", word: "leave me alone" });
    expect(await run("consent", "review", "--id", text["id"]!, "--as", "keep")).toMatchObject({ code: 0 });
    const forgotten = await run("forget", one);
    const [, removed] = /removed are (.*)\. What stays:\n/u.exec(forgotten.out) ?? [];
    expect(removed?.replace(/\d+ /gu, "n ").split(", ").sort()).toEqual([
      ...["n cancelled texts that waited", "n numbers in logged messages", "n numbers in webhooks that wait"],
      ...["n outcomes of the journal", "n proofs of choices", "n purposes' codes"],
      ...["n receipts that nobody could read", "n records of texts that failed"],
      ...["n rows of campaigns and uploaded files", "n texts that waited for judgement"],
    ]);
    expect((await run("opt-outs", "check", one)).out).toContain("promotional: opted out since");
  });
});
