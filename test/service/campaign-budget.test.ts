import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

const text = "Your table is ready";
const words = { text, class: "transactional" };
const numberOf = (n: number): string => `+91987655${String(n).padStart(4, "0")}`;

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

const call = async <Answer>(path: string, body?: object | string): Promise<Answer> => {
  const type = typeof body === "string" ? "text/csv" : "application/json";
  const asked = typeof body === "string" ? body : JSON.stringify(body);
  const init = { method: "POST", headers: { "content-type": type }, body: asked };
  return (await (await fetch(`${stage.url}${path}`, body === undefined ? {} : init)).json()) as Answer;
};

interface View {
  readonly state: string;
  readonly cause: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly cost: { readonly micros: number };
}

test("a budget for 1,000 of 1,050 people: exactly 1,000 are texted, and a larger one texts the rest, nobody twice", async () => {
  const csv = ["phone", ...Array.from({ length: 1_050 }, (_, n) => numberOf(n)), ""].join("\n");
  const report = await call<{ uploadId: string; hash: string; cost: { high: number } }>(
    `/v1/uploads?${new URLSearchParams(words)}`,
    csv,
  );
  const budgetMicros = (report.cost.high / 1_050) * 1_000;
  const { hash, uploadId } = report;
  await call("/v1/campaigns", { campaignId: "thousand", name: "Thousand", uploadId, budgetMicros, ...words });
  await call("/v1/campaigns/thousand/start", { hash });
  const show = () => call<View>("/v1/campaigns/thousand");
  const until = (what: string, holds: (view: View) => boolean) =>
    eventually(what, async () => holds(await show()), 60_000);
  await until("it pauses", ({ counts, state }) => state === "paused" && counts["sending"] === 0);
  expect(await show()).toMatchObject({ cause: "budget", counts: { waiting: 50 }, cost: { micros: budgetMicros } });
  expect(await stage.texts()).toHaveLength(1_000);
  await call("/v1/campaigns/thousand/resume", { budgetMicros: budgetMicros * 2 });
  await until("it ends", ({ state }) => state === "finished");
  const phones = (await stage.texts()).map(({ phone }) => phone);
  expect([phones.length, new Set(phones).size]).toEqual([1_050, 1_050]);
}, 130_000);

test("a budget that is set after some texts went counts them", async () => {
  const recipients = Array.from({ length: 40 }, (_, n) => ({ to: numberOf(2_000 + n) }));
  const { hash } = await call<{ hash: string }>("/v1/campaigns", {
    ...{ campaignId: "late", name: "Late", recipients, rate: 5, ...words },
  });
  await call("/v1/campaigns/late/start", { hash });
  const show = () => call<View>("/v1/campaigns/late");
  const countOf = async (column: string): Promise<number> => (await show()).counts[column] ?? 0;
  const went = async () => (await countOf("sent")) + (await countOf("delivered"));
  await eventually("some went", async () => (await went()) >= 5, 20_000);
  await call("/v1/campaigns/late/pause", {});
  await eventually("none is in work", async () => (await countOf("sending")) === 0, 20_000);
  const { cost } = await show();
  const before = await went();
  const budgetMicros = cost.micros + (cost.micros / before) * 3;
  await call("/v1/campaigns/late/resume", { budgetMicros });
  await eventually("it pauses", async () => (await show()).cause === "budget", 30_000);
  await eventually("none is in work", async () => (await countOf("sending")) === 0, 20_000);
  expect([await went(), (await show()).cost.micros]).toEqual([before + 3, budgetMicros]);
}, 60_000);
