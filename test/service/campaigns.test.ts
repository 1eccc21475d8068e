import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sms } from "../support/command-line.js";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";

const numberOf = (n: number): string => `+9198765${String(43_210 + n)}`;
const text = "Big sale today. Reply STOP to opt out";

interface Cost {
  readonly micros: number;
  readonly currency: string;
}

interface View {
  readonly campaignId: string;
  readonly state: string;
  readonly because: string | null;
  readonly cause: string | null;
  readonly hash: string;
  readonly report: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly cost: Cost;
  readonly reasons: Readonly<Record<string, number>>;
  readonly variants: readonly { readonly name: string; readonly counts: Readonly<Record<string, number>> }[];
}

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${stage.url}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as View & { errors?: unknown; code?: string } };
};
const upload = async (csv: string, query = "") => {
  const answer = await fetch(`${stage.url}/v1/uploads${query}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: csv,
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { uploadId: string; hash: string; good: number; code?: string },
  };
};
const show = async (id: string): Promise<View> => (await call("GET", `/v1/campaigns/${id}`)).body;
const until = async (id: string, state: string): Promise<View> => {
  await expect.poll(async () => (await show(id)).state, { timeout: 15_000 }).toBe(state);
  return show(id);
};
const sums = ({ counts: { total, ...columns } }: View): boolean =>
  total === Object.values(columns).reduce((sum, one) => sum + one, 0);
const transactional = { class: "transactional", pauseOn: { failures: 1, optOuts: 1 } };
const people = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ to: numberOf(from + n) }));
const textsTo = async (to: string): Promise<number> => (await stage.texts(to)).length;

describe("a campaign from a file", () => {
  test("goes only with the hash of what was checked, to each number once", async () => {
    const csv = `phone;name\n${numberOf(1)};A\n${numberOf(2)};B\n${numberOf(1)};C\n12;D\n`;
    const sent = await upload(csv, `?text=${encodeURIComponent(text)}&class=transactional`);
    expect(sent).toMatchObject({ status: 201, body: { rows: 4, good: 2, bad: 1, duplicates: 1, delimiter: ";" } });
    const { hash, uploadId } = sent.body;
    const faults = await (await fetch(`${stage.url}/v1/uploads/${uploadId}/faults.csv`)).text();
    expect(faults).toMatch(/^line,column,value,fault\r\n"5","phone","12",/);
    const made = await call("POST", "/v1/campaigns", {
      campaignId: "summer",
      name: "Summer",
      text,
      uploadId,
      ...transactional,
    });
    expect(made).toMatchObject({ status: 201, body: { state: "checked", hash, counts: { total: 2, waiting: 2 } } });
    expect(await call("POST", "/v1/campaigns/summer/start", { hash: "0" })).toMatchObject({
      status: 409,
      body: { code: "campaign-not-checked" },
    });
    expect(await call("POST", "/v1/campaigns/summer/start", { hash })).toMatchObject({ status: 200 });
    const ended = await until("summer", "finished");
    expect(ended.counts).toMatchObject({ total: 2, waiting: 0, sending: 0 });
    expect(sums(ended)).toBe(true);
    const asked = { to: numberOf(1), text, class: "transactional" };
    const one = (await call("POST", "/v1/messages/preview", asked)).body as unknown as { estimatedCost: Cost };
    expect(one.estimatedCost.micros).toBeGreaterThan(0);
    expect(ended.cost).toEqual({ micros: one.estimatedCost.micros * 2, currency: "USD" });
    expect([await textsTo(numberOf(1)), await textsTo(numberOf(2))]).toEqual([1, 1]);
    expect(ended.report, "where the check of its file is").toBe(`/v1/uploads/${uploadId}`);
    expect(await call("GET", ended.report!)).toMatchObject({ status: 200, body: { hash } });
    const csvOut = await (await fetch(`${stage.url}/v1/campaigns/summer/recipients.csv`)).text();
    expect(csvOut.split("\r\n")).toHaveLength(4);
    expect(csvOut).not.toContain(numberOf(1));
    for (const cell of csvOut.split(/[,\r\n]+/).filter(Boolean))
      expect(cell.replaceAll('"', "")).not.toMatch(/^[=@\t-]/);
  });

  test.each([
    ["an Excel workbook", "PK\u0003\u0004x", "unreadable-file"],
    ["an unknown template", `phone\n${numberOf(9)}\n`, "template-unknown"],
  ])("%s is refused", async (_, csv, code) => {
    expect(await upload(csv, "?template=none")).toMatchObject({ status: 422, body: { code } });
  });

  test("a file that could not be read to its end makes no campaign, and says where, behind however many bad rows", async () => {
    const bad = Array.from({ length: 25 }, () => "letters").join("\n");
    const csv = `phone\n${numberOf(9)}\n${bad}\n"never closed\n${numberOf(8)}\n`;
    const { body } = await upload(csv, `?text=${encodeURIComponent(text)}&class=transactional`);
    const { faults } = body as unknown as { readonly faults: readonly { readonly line: number }[] };
    expect([body.good, faults.length, faults.at(-1)?.line]).toEqual([1, 20, 28]);
    const asked = { campaignId: "half", name: "x", uploadId: body.uploadId, text, class: "transactional" };
    expect(await call("POST", "/v1/campaigns", asked)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/uploadId", message: expect.stringContaining("no further than line 28") }] },
    });
  });

  test("amounts are numbers, from a file as from a request; what is none fails its row alone", async () => {
    const words = { template: "payment_confirmation", ...transactional };
    const csv = `phone;order_number;amount;payment_method\n${numberOf(9_071)};N-1;1549.50;UPI\n${numberOf(9_072)};N-2;1,549;UPI\n`;
    const { body } = await upload(csv, "?template=payment_confirmation&class=transactional");
    expect(body).toMatchObject({ good: 1, faults: [{ line: 3, column: "amount", value: "1,549" }] });
    const { hash, uploadId } = body;
    await call("POST", "/v1/campaigns", { campaignId: "receipts", name: "x", uploadId, ...words });
    await call("POST", "/v1/campaigns/receipts/start", { hash });
    // A number in the place of a text is its digits, as in a file.
    const variables = { order_number: 77, amount: 1549.5, payment_method: "UPI" };
    const recipients = [{ to: numberOf(9_073), variables }];
    const asked = { campaignId: "more-receipts", name: "x", recipients, ...words };
    const made = await call("POST", "/v1/campaigns", asked);
    await call("POST", "/v1/campaigns/more-receipts/start", { hash: made.body.hash });
    for (const [id, n] of [
      ["receipts", 9_071],
      ["more-receipts", 9_073],
    ] as const) {
      expect((await until(id, "finished")).counts).toMatchObject({ total: 1, failed: 0, refused: 0 });
      expect((await stage.texts(numberOf(n))).map((one) => one.text)).toEqual([
        expect.stringMatching(/payment of Rs\. 1,549\.50 by UPI for order (?:N-1|77)\./u),
      ]);
    }
  });

  test("whom the window never surely suits is a bad row, and no text that would go at once", async () => {
    const csv = `phone\n+68987123456\n${numberOf(9_081)}\n`;
    const hours = "window=00:00-24:00&days=mon,tue,wed,thu,fri,sat,sun";
    const always = await upload(csv, `?text=${encodeURIComponent(text)}&class=transactional&${hours}`);
    expect(always.body).toMatchObject({ good: 2, bad: 0, windows: [{ from: null, rows: 2 }] });
    const narrow = await upload(csv, `?text=${encodeURIComponent(text)}&class=transactional&window=09:00-09:30`);
    expect(narrow.body).toMatchObject({
      ...{ good: 1, bad: 1 },
      faults: [{ line: 2, fault: expect.stringContaining("where no hour is surely allowed") }],
    });
  });

  test("a campaign whose name is a step in an address, so that no command could reach it, is refused", async () => {
    for (const campaignId of [".", ".."])
      expect(
        await call("POST", "/v1/campaigns", {
          campaignId,
          name: "x",
          text,
          recipients: people(60, 1),
          ...transactional,
        }),
      ).toMatchObject({ status: 422, body: { errors: [{ pointer: "/campaignId" }] } });
  });

  test("another text or template than the checked one is refused", async () => {
    const { body } = await upload(`phone\n${numberOf(9)}\n`, "?text=Hello&class=transactional");
    const asked = { campaignId: "other", name: "x", uploadId: body.uploadId };
    expect(body.good).toBe(1);
    for (const words of [{ text }, { template: "promotional_offer" }])
      expect(await call("POST", "/v1/campaigns", { ...asked, ...words })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/uploadId" }] },
      });
  });
});

describe("the class of a campaign", () => {
  const csv = `phone\n${numberOf(14)}\n`;
  const query = `?text=${encodeURIComponent(text)}`;
  const asked = { name: "Class", text };

  test("that names none is the one that its file was checked as", async () => {
    const reports = [await upload(csv, query), await upload(csv, `${query}&class=promotional`)];
    const [one, other] = reports.map(
      ({ body }) => body as unknown as { readonly cost: object; readonly windows: object },
    );
    expect(one).toMatchObject({ cost: other!.cost, windows: other!.windows });
    const made = await call("POST", "/v1/campaigns", {
      ...asked,
      ...{ campaignId: "class-none", uploadId: reports[0]!.body.uploadId },
    });
    expect(made).toMatchObject({ status: 201, body: { class: "promotional" } });
  });

  test.each([
    ["&class=transactional", {}],
    ["", { class: "transactional" }],
  ])("file %j, campaign %j: another one than that of the check is refused", async (checkedAs, named) => {
    const { body } = await upload(csv, query + checkedAs);
    const made = await call("POST", "/v1/campaigns", {
      ...{ ...asked, ...named },
      ...{ campaignId: "class-other", uploadId: body.uploadId },
    });
    expect(made).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/uploadId", message: expect.stringContaining("was checked as ") }] },
    });
  });

  test("is free where the file came without words", async () => {
    const { body } = await upload(csv);
    const ids = { campaignId: "class-free", uploadId: body.uploadId };
    expect(await call("POST", "/v1/campaigns", { ...asked, ...ids, class: "transactional" })).toMatchObject({
      status: 201,
    });
  });
});

describe("an event campaign.requested", () => {
  test("variables that are null or blank are as good as left out: the campaign's stand for a recipient's", async () => {
    const [first, second] = people(30, 2);
    await stage.publishUnchecked("campaign.requested", {
      ...{ campaignId: "blank", name: "Blank", template: "promotional_offer", class: "transactional" },
      variables: { offer_title: "Sale", offer_details: "Half price", promo_code: null, valid_until: "" },
      recipients: [
        { ...first, variables: { offer_title: null, offer_details: " " } },
        { ...second, variables: { offer_title: "For you", promo_code: "YOU" } },
      ],
    });
    expect((await until("blank", "finished")).counts).toMatchObject({ total: 2, failed: 0, refused: 0 });
    const words = async (to: string) => (await stage.texts(to)).map((one) => one.text.split("\n").slice(0, 2));
    expect([await words(first!.to), await words(second!.to)]).toEqual([
      [["Sale: Half price", "Reply STOP to opt out"]],
      [["For you: Half price", "Code: YOU"]],
    ]);
  });

  test("told three times is one campaign, and its changes are told in order", async () => {
    const asked = { campaignId: "event", name: "Event", text, recipients: people(20, 3), ...transactional };
    for (let n = 0; n < 3; n += 1) await stage.publishUnchecked("campaign.requested", asked);
    const ended = await until("event", "finished");
    expect([ended.counts["total"], ended.report]).toEqual([3, null]);
    for (const { to } of people(20, 3)) expect(await textsTo(to)).toBe(1);
    const changes = () => stage.events("campaign.state_changed").filter(({ campaignId }) => campaignId === "event");
    await expect.poll(() => changes().map(({ state }) => state), { timeout: 10_000 }).toEqual(["running", "finished"]);
    for (const { counts } of changes()) expect(counts).toMatchObject({ total: 3 });
  });
});

describe("control", () => {
  const create = async (campaignId: string, more: object) => {
    const { body } = await call("POST", "/v1/campaigns", {
      campaignId,
      name: campaignId,
      text,
      ...transactional,
      ...more,
    });
    return body.hash;
  };

  test("paused, nothing more is begun; resumed, the rest goes and nobody twice", async () => {
    const pausing = new Set(people(100, 60).map(({ to }) => to));
    const hash = await create("pause", { recipients: people(100, 60), rate: 20 });
    await call("POST", "/v1/campaigns/pause/start", { hash });
    await expect.poll(async () => (await show("pause")).counts["waiting"], { timeout: 10_000 }).toBeLessThan(60);
    const paused = await call("POST", "/v1/campaigns/pause/pause");
    expect(paused.body).toMatchObject({ state: "paused", cause: "person" });
    const gone = async () => (await stage.texts()).filter(({ phone }) => pausing.has(phone)).length;
    const atTheAnswer = await gone();
    await expect.poll(async () => (await show("pause")).counts["sending"], { timeout: 5_000 }).toBe(0);
    const before = await show("pause");
    // The answer says how many may still go out: nobody begins after it.
    expect((await gone()) - atTheAnswer).toBeLessThanOrEqual(paused.body.counts["sending"]!);
    expect(before.counts["waiting"]).toBeGreaterThanOrEqual(paused.body.counts["waiting"]!);
    expect(before.counts["waiting"]).toBeGreaterThan(0);
    expect(sums(before)).toBe(true);
    await call("POST", "/v1/campaigns/pause/resume", {});
    expect((await until("pause", "finished")).counts["total"]).toBe(60);
    for (const { to } of people(100, 60)) expect(await textsTo(to)).toBe(1);
  });

  test("cancelled, the rest gets nothing", async () => {
    const hash = await create("cancel", { recipients: people(200, 40), rate: 5 });
    await call("POST", "/v1/campaigns/cancel/start", { hash });
    await expect.poll(async () => (await show("cancel")).counts["waiting"], { timeout: 10_000 }).toBeLessThan(40);
    expect((await call("POST", "/v1/campaigns/cancel/cancel")).body).toMatchObject({ state: "cancelled" });
    const { counts } = await show("cancel");
    expect(counts["cancelled"]).toBeGreaterThan(0);
    expect(await call("POST", "/v1/campaigns/cancel/resume")).toMatchObject({
      status: 409,
      body: { code: "campaign-state" },
    });
  });

  test("a budget pauses it exactly, a larger one lets it go on", async () => {
    const one = (await call("POST", "/v1/messages/preview", { to: numberOf(300), text, class: "transactional" }))
      .body as unknown as {
      estimatedCost: { micros: number };
    };
    const budgetMicros = one.estimatedCost.micros * 7;
    const hash = await create("budget", { recipients: people(300, 20), budgetMicros });
    await call("POST", "/v1/campaigns/budget/start", { hash });
    const paused = await until("budget", "paused");
    expect(paused).toMatchObject({ cause: "budget", because: expect.stringContaining("budget") });
    await expect.poll(async () => (await show("budget")).counts["waiting"], { timeout: 5_000 }).toBe(13);
    const { checks } = (await call("GET", "/v1/doctor")).body as unknown as { checks: readonly { check: string }[] };
    expect(checks.find(({ check }) => check === "campaigns")).toMatchObject({
      ...{ verdict: "warn", evidence: expect.stringContaining("budget (budget)") },
    });
    await call("POST", "/v1/campaigns/budget/resume", { budgetMicros: budgetMicros * 10 });
    await until("budget", "finished");
    for (const { to } of people(300, 20)) expect(await textsTo(to)).toBe(1);
  });

  test("a storm of opt-outs pauses it", async () => {
    const hash = await create("storm", { recipients: people(400, 60), rate: 10, pauseOn: { optOuts: 0.02 } });
    await call("POST", "/v1/campaigns/storm/start", { hash });
    await expect.poll(async () => (await show("storm")).counts["waiting"], { timeout: 10_000 }).toBeLessThan(55);
    for (const { to } of people(400, 3))
      await fetch(`${stage.inbox}/api/replies`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ phone: to, text: "STOP" }),
      });
    expect(await until("storm", "paused")).toMatchObject({ cause: "opt-outs" });
  });

  test("failures of the gateway pause it, and only what can succeed is retried", async () => {
    for (const { to } of people(500, 25))
      await fetch(`${stage.inbox}/api/faults`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ number: to, kind: "reject" }),
      });
    const hash = await create("fail", { recipients: people(500, 40), rate: 10, pauseOn: { failures: 0.2 } });
    await call("POST", "/v1/campaigns/fail/start", { hash });
    expect(await until("fail", "paused")).toMatchObject({ cause: "failures" });
    expect((await call("POST", "/v1/campaigns/fail/retry-failed")).body).toMatchObject({ retried: 0, state: "paused" });
    await fetch(`${stage.inbox}/api/faults`, { method: "DELETE" });
  });

  test("variants share the recipients, and each is counted", async () => {
    const variants = [
      { name: "a", share: 50, text: `A ${text}` },
      { name: "b", share: 50, text: `B ${text}` },
    ];
    const hash = await create("variants", { recipients: people(600, 40), variants });
    await call("POST", "/v1/campaigns/variants/start", { hash });
    const ended = await until("variants", "finished");
    const [a, b] = ended.variants.map(({ counts }) => counts["total"] ?? 0);
    expect([a! + b!, a! > 5, b! > 5]).toEqual([40, true, true]);
    const texts = (await stage.texts()).filter((one) => one.text === `A ${text}`);
    expect(texts).toHaveLength(a!);
  });

  test.each([
    ["no recipients", { recipients: [] }, "/recipients"],
    ["neither text nor template", { text: undefined, recipients: people(0, 1) }, "/text"],
    [
      "a zone that is none",
      { recipients: people(0, 1), window: { from: "09:00", to: "20:00", zone: "Mars/Base" } },
      "/window/zone",
    ],
    ["an upload that is none", { uploadId: "0f8fad5b-d9cb-469f-a165-70867728950e" }, "/uploadId"],
  ])("%s: 422", async (_, more, pointer) => {
    const answer = await call("POST", "/v1/campaigns", { campaignId: "bad", name: "bad", text, ...more });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("sms campaign", () => {
  const run = (args: readonly string[]) => sms(["campaign", ...args], { SMS_URL: stage.url });

  test("from a file to its numbers: create, start, watch, show, recipients", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "sms-campaign-")), "people.csv");
    writeFileSync(file, `phone\n${numberOf(701)}\n${numberOf(702)}\n`);
    const made = await run(["create", file, "--id", "cli", "--text", text, "--class", "transactional"]);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("cli  checked") });
    expect(await run(["start", "cli"])).toMatchObject({ code: 0 });
    expect(await run(["watch", "cli"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("finished  2 recipients"),
    });
    expect(JSON.parse((await run(["show", "cli", "--json"])).out)).toMatchObject({ state: "finished" });
    expect((await run(["recipients", "cli"])).out.trim().split("\n")).toHaveLength(2);
    expect((await run(["list"])).out).toContain("cli  finished  2 recipients  cli\n");
    const listed = (await run(["--json"])).out.trim().split("\n");
    expect(listed.map((line) => (JSON.parse(line) as { campaignId: string }).campaignId)).toContain("cli");
    const metrics = await (await fetch(`${stage.url}/metrics`)).text();
    expect(metrics).toContain('sms_campaign_recipients{state="waiting"}');
  });

  test("its recipients as a file that a spreadsheet opens safely, and that others of the machine do not read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sms-campaign-"));
    const [people, file] = [join(folder, "people.csv"), join(folder, "out.csv")];
    const formula = '=HYPERLINK("http://evil")';
    writeFileSync(people, `phone,reference\n${numberOf(711)},"${formula.replaceAll('"', '""')}"\n${numberOf(712)},b\n`);
    await run(["create", people, "--id", "file", "--text", text, "--class", "transactional"]);
    await run(["start", "file"]);
    await run(["watch", "file"]);
    // Their states change no more, so that both reads of them are the same.
    await expect.poll(async () => (await show("file")).counts["delivered"], { timeout: 30_000 }).toBe(2);
    expect(await run(["recipients", "file", "--csv", file])).toEqual({ code: 0, out: `written to ${file}\n`, err: "" });
    expect(readFileSync(file, "utf8")).toBe(
      await (await fetch(`${stage.url}/v1/campaigns/file/recipients.csv`)).text(),
    );
    expect(readFileSync(file, "utf8")).toContain('"\'=HYPERLINK(""http://evil"")"');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const sent = await run(["recipients", "file", "--state", "failed", "--csv", file, "--json"]);
    const heading = "number,reference,state,reason\r\n";
    expect([JSON.parse(sent.out), readFileSync(file, "utf8")]).toEqual([{ file, bytes: heading.length }, heading]);
    expect(await run(["recipients", "file", "--csv", join(folder, "none", "x.csv")])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^sms campaign recipients: .*x\.csv is not written: there is no file /u),
    });
    expect(await run(["recipients", "nobody", "--csv", file])).toMatchObject({
      code: 1,
      err: expect.stringContaining("not-found"),
    });
    expect(readdirSync(folder).toSorted()).toEqual(["out.csv", "people.csv"]);
  });

  test.each([
    [["show", "nobody"], 1, "not-found"],
    [["create", "none.csv"], 2, "--id"],
    [["create", "none.csv", "--id", "x", "--text", "x"], 1, "there is no file none.csv"],
  ])("%j", async (args, code, said) => {
    expect(await run(args)).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});
