import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

const numberOf = (n: number): string => `+9198765${String(43_210 + n)}`;
const recipients = (count: number) => Array.from({ length: count }, (_, n) => ({ to: numberOf(n) }));

interface Results {
  readonly results: readonly {
    readonly to: string;
    readonly messageId?: string;
    readonly error?: { readonly code: string };
  }[];
}

let stage: SmsStage;
let folder: string;
beforeAll(async () => {
  stage = await startSmsStage();
  folder = mkdtempSync(join(tmpdir(), "sms-bulk-"));
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const post = async (body: unknown, key?: string) => {
  const answer = await fetch(`${stage.url}/v1/messages/bulk`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) },
    body: JSON.stringify(body),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as Results & { readonly errors?: unknown; readonly code?: string },
  };
};
const textsTo = async (to: string): Promise<number> => (await stage.texts(to)).length;

describe("POST /v1/messages/bulk", () => {
  test("tells of each text that waits until when, and why", async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body, status } = await post({
      text: "later",
      sendAt,
      recipients: [{ to: numberOf(50) }, { to: numberOf(51) }],
    });
    expect({ status, body }).toMatchObject({ status: 202 });
    expect(body.results).toMatchObject([
      { state: "received", until: sendAt, because: expect.stringMatching(/./) },
      { state: "received", until: sendAt, because: expect.stringMatching(/./) },
    ]);
  });

  test("answers each recipient in order; good ones go although others are bad", async () => {
    const given = [
      { to: numberOf(1), variables: { offer_title: "For you" }, reference: "r-1" },
      { to: "12", variables: {} },
      { to: numberOf(2) },
      { to: "+919876543299", text: "no field of a recipient" },
      7,
      { variables: {} },
    ];
    const { body, status } = await post({
      template: "promotional_offer",
      variables: { offer_title: "Weekend", offer_details: "Half price" },
      recipients: given,
    });
    expect(status).toBe(202);
    expect(body.results.map(({ error, to }) => [to, error?.code])).toEqual([
      ["+9198••••3211", undefined],
      ["••", "invalid-phone-number"],
      ["+9198••••3212", undefined],
      ["+9198••••3299", "invalid-event"],
      ["", "invalid-event"],
      ["", "invalid-event"],
    ]);
    for (const { to } of given.filter((one): one is { to: string } => Object(one).to?.length > 2))
      expect(JSON.stringify(body)).not.toContain(to);
  });

  const blanks = [null, "", "  ", "\t\n", "\u00a0\u3000"];
  test("what is blank is left out: a recipient's variable gives way to the one for all, an optional part goes", async () => {
    const given = blanks.map((blank, n) => ({
      to: numberOf(11 + n),
      variables: { message: blank, status: blank, track_url: blank, order_number: `N-${n}` },
      reference: blank,
    }));
    const { body } = await post({
      template: "order_status_update",
      variables: { status: "ready", message: "Come soon" },
      recipients: given,
    });
    expect(body.results.map(({ error }) => error)).toEqual(given.map(() => undefined));
    for (const [n, { to }] of given.entries())
      await expect
        .poll(async () => (await stage.texts(to)).map(({ text }) => text), { timeout: 5_000 })
        .toEqual([`Order N-${n} (ready): Come soon`]);
  });

  test.each(blanks.map((blank) => [JSON.stringify(blank), blank] as const))(
    "%s where nothing stands for all: an optional variable goes, a needed one fails its recipient alone",
    async (_, blank) => {
      const variables = { order_number: "N-1", status: "ready" };
      const { body } = await post({
        template: "order_status_update",
        recipients: [
          { to: numberOf(21), variables: { ...variables, message: blank, track_url: blank } },
          { to: numberOf(22), variables: { ...variables, status: blank } },
          { to: numberOf(23), variables: blank },
          { to: blank, variables },
        ],
      });
      expect(body.results.map(({ error }) => error?.code)).toEqual([
        undefined,
        "template-variables-invalid",
        "template-variables-invalid",
        blank === null ? "invalid-event" : "invalid-phone-number",
      ]);
    },
  );

  test("many at a time: the same key and body send nothing twice, another body is a conflict", async () => {
    const body = { text: "Hello all", recipients: recipients(300).slice(100) };
    const [first, again] = await Promise.all([post(body, "run-1"), post(body, "run-1")]);
    expect(first.status).toBe(202);
    expect(again.body.results.map(({ messageId }) => messageId)).toEqual(
      first.body.results.map(({ messageId }) => messageId),
    );
    expect(new Set(first.body.results.map(({ messageId }) => messageId)).size).toBe(200);
    await expect
      .poll(async () => (await stage.texts()).filter(({ text }) => text === "Hello all").length, { timeout: 20_000 })
      .toBe(200);
    expect(await post({ ...body, text: "Other" }, "run-1")).toMatchObject({
      status: 409,
      body: { code: "idempotency-conflict" },
    });
    expect(await textsTo(numberOf(150))).toBe(1);
  });

  test.each([
    ["no recipients", {}, "/recipients"],
    ["none of them", { text: "x", recipients: [] }, "/recipients"],
    ["too many", { text: "x", recipients: recipients(1_001) }, "/recipients"],
    ["one recipient beside the many", { text: "x", to: numberOf(1), recipients: recipients(1) }, "/to"],
    ["no object", [1], ""],
  ])("%s: 422, nothing is sent", async (_, body, pointer) => {
    expect(await post(body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("sms bulk", () => {
  const run = (args: readonly string[]) => sms(["bulk", ...args], { SMS_URL: stage.url });
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test("texts every row, names the bad ones by line, and does not begin again by accident", async () => {
    const path = file(
      "offers.csv",
      `phone;offer title;offer_details;city\n${numberOf(31)};One;Two;Pune\n12;One;Two;\n${numberOf(32)};One;Two\n`,
    );
    const ran = await run([path, "--template", "promotional_offer"]);
    expect(ran).toMatchObject({ code: 1, out: "1 accepted, 2 refused\n" });
    expect(ran.err).toContain("line 3: invalid-phone-number:");
    expect(ran.err).toContain("line 4: invalid-row: The row has 3 cells, the header has 4");
    expect((await run([path, "--template", "promotional_offer", "--resume"])).err).toContain(
      "that run ended: 1 accepted, 2 refused",
    );
  });

  test("a blank cell is left out: an optional part goes, a needed value or number fails its row alone", async () => {
    const path = file(
      "blanks.csv",
      [
        "phone,order_number,status,message,track_url,reference",
        `${numberOf(41)},N-1,ready,,,`,
        `${numberOf(42)},N-1,ready, ,\t,\u00a0`,
        `${numberOf(43)},N-1,ready,\u3000,"",""`,
        `${numberOf(44)}, ,ready,,,`,
        "  ,N-1,ready,,,",
        ",,\t, ,,",
        `${numberOf(45)},N-1,ready,Come soon,,`,
      ].join("\n"),
    );
    const ran = await run([path, "--template", "order_status_update"]);
    expect(ran).toMatchObject({ code: 1, out: "4 accepted, 2 refused\n" });
    expect(ran.err).toMatch(/line 5: template-variables-invalid: .*order_number is missing/);
    expect(ran.err).toContain("line 6: invalid-row: The number is missing");
    const textOf = async (n: number) => (await stage.texts(numberOf(n))).map(({ text }) => text);
    for (const n of [41, 42, 43])
      await expect.poll(() => textOf(n), { timeout: 5_000 }).toEqual(["Your order N-1 is ready for pickup."]);
    await expect.poll(() => textOf(45), { timeout: 5_000 }).toEqual(["Order N-1 (ready): Come soon"]);
  });

  test("amounts of a file are numbers", async () => {
    const path = file(
      "amounts.csv",
      `phone,order_number,amount,payment_method\n${numberOf(9_061)},N-1,1549.50,UPI\n${numberOf(9_062)},N-2,"1,549",UPI\n`,
    );
    const ran = await run([path, "--template", "payment_confirmation"]);
    expect(ran).toMatchObject({ code: 1, out: "1 accepted, 1 refused\n" });
    expect(ran.err).toMatch(/line 3: template-variables-invalid: .*amount must be a number/);
    await expect
      .poll(async () => (await stage.texts(numberOf(9_061))).map(({ text }) => text), { timeout: 5_000 })
      .toEqual([expect.stringContaining("payment of Rs. 1,549.50 by UPI")]);
  });

  test("a run that was broken off goes on, and nobody is texted twice", async () => {
    const path = file("many.csv", `phone\n${Array.from({ length: 700 }, (_, n) => numberOf(2_000 + n)).join("\n")}\n`);
    const words = [path, "--text", "Good morning"];
    expect(await run(words)).toMatchObject({ code: 0, out: "700 accepted, 0 refused\n" });
    // The process died after the second answer, before it could write it down.
    const state = JSON.parse(readFileSync(`${path}.bulk.json`, "utf8"));
    writeFileSync(`${path}.bulk.json`, JSON.stringify({ ...state, rows: 500, accepted: 500, ended: false }));
    expect(await run(words)).toMatchObject({
      code: 1,
      err: expect.stringContaining("after 500 rows; go on with --resume"),
    });
    expect(await run([...words, "--resume"])).toMatchObject({ code: 0, out: "700 accepted, 0 refused\n" });
    await expect
      .poll(async () => (await stage.texts()).filter(({ text }) => text === "Good morning").length, { timeout: 20_000 })
      .toBe(700);
    await stage.settled(0);
    expect(await textsTo(numberOf(2_600))).toBe(1);
    writeFileSync(`${path}.bulk.json`, JSON.stringify({ ...state, ended: false }));
    expect((await run([path, "--text", "Another", "--resume"])).err).toContain("changed since the run was begun");
  });

  test.each([
    [["none.csv", "--text", "x"], 1, "there is no file none.csv"],
    [["none.csv"], 2, "give either --text TEXT or --template NAME"],
    [["none.csv", "--text", "x", "--variables", "["], 2, "JSON object"],
  ])("%j", async (args, code, said) => {
    expect(await run(args)).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});
