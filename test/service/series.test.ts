import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountryCode, getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

/** Mobile numbers of 80 countries; texts to some of them need a sender that this deployment has not. */
const people = getCountries()
  .map((country) => String(getExampleNumber(country as CountryCode, examples)!.number))
  .flatMap((to) => {
    const parsed = parsePhoneNumber(to);
    return typeof parsed !== "string" && parsed.type === "MOBILE" && parsed.country !== undefined
      ? [{ to, country: parsed.country }]
      : [];
  })
  .filter(({ country }, at, all) => all.findIndex((one) => one.country === country) === at)
  .slice(0, 80);
const callers = Array.from({ length: 20 }, (_, at) => ({ name: `caller-${at}`, key: `a-key-of-caller-${at}` }));
const campaigns = 60;
const most = 3_000;

const directory = mkdtempSync(join(tmpdir(), "series-"));
let stage: SmsStage;
beforeAll(async () => {
  const book = people.flatMap(({ country }) =>
    ["transactional", "promotional"].map((of) => ({
      ...{ country, class: of, micros: 10_000, source: "a test", asOf: "2026-11-01" },
    })),
  );
  writeFileSync(join(directory, "prices.json"), JSON.stringify(book));
  const periods = "{ month: 1000.00, day: 100.00 }";
  const each = (names: readonly string[]) => names.map((name) => `    ${name}: ${periods}`).join("\n");
  writeFileSync(
    join(directory, "limits.yaml"),
    [
      ...["money:", "  month: 9000.00", "  day: 900.00", "  class:", each(["otp", "transactional", "promotional"])],
      ...["  country:", each(people.map(({ country }) => country)), "  caller:", each(callers.map(({ name }) => name))],
    ].join("\n"),
  );
  stage = await startSmsStage({
    ...{ SMS_LIMITS: join(directory, "limits.yaml"), SMS_PRICE_BOOK: join(directory, "prices.json") },
    API_KEYS: callers.map(({ name, key }) => `${name}:${key}:send+read+otp+admin`).join(","),
  });
});
afterAll(async () => {
  await stage?.stop();
  rmSync(directory, { recursive: true });
});

const ask = async (method: string, path: string, { key }: { readonly key: string }, body?: object) => {
  const answer = await fetch(`${stage.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};
const series = async (): Promise<readonly string[]> =>
  (await ask("GET", "/metrics", callers[0]!)).text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.slice(0, line.lastIndexOf(" ")));

/** A text to everybody, by turns of every caller; of each the receipt. */
const round = async (name: string): Promise<void> => {
  for (const [at, { to }] of people.entries()) {
    const body = { to, text: `${name} ${at}`, reference: `${name}-${at}`, correlationId: `${name}-order-${at}` };
    expect((await ask("POST", "/v1/messages", callers[at % callers.length]!, body)).status).toBe(202);
  }
  const of = (topic: string) => stage.events(topic).filter(({ reference }) => String(reference).startsWith(`${name}-`));
  const sent = () => of("sms.sent").length;
  await eventually("an end of each", () => sent() + of("sms.failed").length === people.length, 20_000);
  await eventually("a receipt of each", () => of("sms.delivered").length === sent(), 20_000);
};

test("80 countries, 20 callers and 60 campaigns, all limited: fewer than 3,000 series, and more texts make none", async () => {
  expect(people).toHaveLength(80);
  const startAt = new Date(Date.now() + 3_600_000).toISOString();
  for (let at = 0; at < campaigns; at += 1) {
    const body = {
      ...{ campaignId: `campaign-${at}`, name: `Campaign ${at}`, text: "Pizza today. Reply STOP to opt out", startAt },
      ...{ class: "promotional", recipients: [{ to: people[at % people.length]!.to }], budgetMicros: 1_000_000 },
    };
    expect((await ask("POST", "/v1/campaigns", callers[0]!, body)).status).toBe(201);
  }
  await round("first");
  const first = await series();
  for (const label of ['scope="country/', 'scope="caller/', "sms_price_drift_ratio{country="])
    expect(first.filter((one) => one.includes(label)).length, label).toBeGreaterThanOrEqual(20);
  expect(first.filter((one) => one.includes("sms_price_drift_ratio{country=")).length).toBeGreaterThanOrEqual(50);
  expect(new Set(first).size).toBe(first.length);
  expect(first.length).toBeLessThan(most);
  stage.clock.advance(2_000);
  await round("second");
  expect((await series()).toSorted()).toEqual(first.toSorted());
  console.log(`${first.length} series`);
}, 60_000);
