import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

const account = (...args: readonly string[]) => sms(["account", ...args], { SMS_URL: stage.url });
const ask = async (method: string, path: string, body?: unknown) => {
  const given =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(`${stage.url}/v1/account${path}`, { method, ...given });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test("an attribute is set, shown with meaning and effect, and the others stay", async () => {
  expect(await ask("GET", "")).toMatchObject({
    status: 200,
    body: {
      ...{ gateway: "simulator", region: "ap-south-1", isInSandbox: false },
      spendLimit: { micros: 1_000_000, currency: "USD" },
    },
  });
  const set = await account("set", "MonthlySpendLimit", "100");
  expect(set).toMatchObject({ code: 0, out: expect.stringMatching(/^MonthlySpendLimit = 100\n/) });
  await ask("PATCH", "/attributes", { DeliveryStatusSuccessSamplingRate: 100, DefaultSMSType: "Transactional" });
  const { body } = await ask("GET", "");
  expect(body).toMatchObject({
    attributes: {
      ...{ MonthlySpendLimit: "100", DeliveryStatusSuccessSamplingRate: "100", DefaultSMSType: "Transactional" },
    },
    spendLimit: { micros: 100_000_000, currency: "USD" },
  });
  const shown = await account("show");
  expect(shown.out).toMatch(/^simulator in ap-south-1, out of the SMS sandbox\nMonthlySpendLimit = 100\n {2}The most/);
  expect(shown.out).toContain("UsageReportS3Bucket = (not set)");
});

test.each([
  ["a value that does not fit", { MonthlySpendLimit: "99.5" }, "/MonthlySpendLimit", /whole US dollars/],
  ["a name that SNS does not know", { MonthlySpendLimt: "100" }, "/MonthlySpendLimt", /MonthlySpendLimit/],
  ["nothing", {}, "", /must name an attribute/],
])("%s is a fault that names the field, and nothing is set", async (_, given, pointer, message) => {
  const before = await ask("GET", "");
  const answer = await ask("PATCH", "/attributes", given);
  expect(answer).toMatchObject({
    status: 422,
    body: { errors: [{ pointer, message: expect.stringMatching(message) }] },
  });
  expect(await ask("GET", "")).toEqual(before);
});

test("one faulty attribute of two: none is set", async () => {
  const answer = await ask("PATCH", "/attributes", { DefaultSenderID: "MYBIZ", MonthlySpendLimit: "x" });
  expect(answer.status).toBe(422);
  expect((await ask("GET", "")).body["attributes"]).not.toHaveProperty("DefaultSenderID");
});

test("a sandbox number is added, verified with the code on its phone, listed masked and removed", async () => {
  const number = "+919876543210";
  expect((await account("sandbox", "add", "098765 43210", "--language", "en-US")).code).toBe(0);
  const code = await fetch(`${stage.inbox}/api/code?to=${encodeURIComponent(number)}&timeout=5000`);
  const { code: texted } = (await code.json()) as { code: string };
  expect((await account("sandbox", "verify", number, texted === "000000" ? "111111" : "000000")).err).toMatch(
    /^account-refused: .*VerifySMSSandboxPhoneNumber/,
  );
  expect((await account("sandbox", "verify", number, texted)).code).toBe(0);
  const listed = await account("sandbox", "list", "--json");
  expect(JSON.parse(listed.out)).toEqual({ to: "+9198••••3210", status: "verified" });
  expect((await account("sandbox", "remove", number)).code).toBe(0);
  expect((await account("sandbox", "list")).out).toBe("");
  expect((await account("sandbox", "remove", number)).err).toMatch(/^account-refused: .*nothing changed/);
});

test.each([
  ["POST", "/sandbox-numbers", { to: "abc" }, "/to"],
  ["POST", "/sandbox-numbers", { to: "+919876543210", language: "tlh" }, "/language"],
  ["POST", "/sandbox-numbers/verify", { to: "+919876543210", code: "12" }, "/code"],
  ["DELETE", "/sandbox-numbers", {}, "/to"],
])("%s %s with %j: a fault at %s", async (method, path, given, pointer) => {
  expect(await ask(method, path, given)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});
