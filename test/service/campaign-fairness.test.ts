import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

const numberOf = (n: number): string => `+9198765${String(43_210 + n)}`;
/** Ten seconds of work at the rate below. */
const many = { text: "For all of you", count: 1_000 };
const few = { text: "For a few of you", count: 10 };

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ SMS_RATE_TRANSACTIONAL: "100" });
});
afterAll(() => stage?.stop());

const call = async (path: string, body?: object) => {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return (await (await fetch(`${stage.url}${path}`, body === undefined ? {} : init)).json()) as {
    readonly hash: string;
    readonly state: string;
    readonly counts: Readonly<Record<string, number>>;
  };
};
const begin = async (campaignId: string, { count, text }: typeof many, from: number): Promise<void> => {
  const recipients = Array.from({ length: count }, (_, n) => ({ to: numberOf(from + n) }));
  const words = { campaignId, name: campaignId, text, class: "transactional", recipients };
  const { hash } = await call("/v1/campaigns", words);
  await call(`/v1/campaigns/${campaignId}/start`, { hash });
};

test("a small campaign that starts behind a large one does not wait for its end", async () => {
  await begin("large", many, 0);
  await eventually("the large one goes out", async () => (await stage.texts()).length > 0);
  await begin("small", few, many.count);
  await eventually(
    "the small one has ended",
    async () => (await call("/v1/campaigns/small")).state === "finished",
    20_000,
  );
  expect((await call("/v1/campaigns/large")).state).toBe("running");
  const order = (await stage.texts()).map(({ text }) => text);
  const [first, last] = [order.indexOf(few.text), order.lastIndexOf(few.text)];
  expect(order.filter((text) => text === few.text)).toHaveLength(few.count);
  // They take turns: between the small one's texts about as many of the large one's go out.
  expect(last - first).toBeLessThan(few.count * 5);
});
