import type { SmsStage } from "../../src/composition/stage.js";
import { callStage, keys } from "./console-stage.js";
import { eventually } from "./eventually.js";

interface Campaign {
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

const text = "Big sale today. Reply STOP to opt out";
const numberOf = (n: number): string => `+91987655${String(n).padStart(4, "0")}`;

/** A file of so many people from a place on, with two rows that nobody can be texted by. */
export const peopleFile = (from: number, count: number): string =>
  [
    "phone,reference",
    ...Array.from({ length: count }, (_, n) => `${numberOf(from + n)},P-${from + n}`),
    ...["12345,P-X", "not a number,P-Y"],
  ].join("\n");

/** Makes a campaign of a checked file, and answers what starts it. */
const make = async (stage: SmsStage, id: string, from: number, count: number, more: object) => {
  const query = new URLSearchParams({ text, class: "transactional" });
  const uploaded = await fetch(`${stage.url}/v1/uploads?${query}`, {
    ...{ method: "POST", body: peopleFile(from, count) },
    headers: { authorization: `Bearer ${keys.ops}`, "content-type": "text/csv" },
  });
  const { uploadId, hash } = (await uploaded.json()) as { uploadId: string; hash: string };
  const made = await callStage(stage, "POST", "/v1/campaigns", {
    ...{ campaignId: id, uploadId, text, class: "transactional", pauseOn: { failures: 1, optOuts: 1 } },
    ...more,
  });
  if (!made.ok) throw new Error(`${id} was not made: ${await made.text()}`);
  return () => callStage(stage, "POST", `/v1/campaigns/${id}/start`, { hash });
};

const until = (stage: SmsStage, id: string, suits: (campaign: Campaign) => boolean): Promise<void> =>
  eventually(`${id} is as expected`, async () =>
    suits((await (await callStage(stage, "GET", `/v1/campaigns/${id}`)).json()) as Campaign),
  );

/** Campaigns in the states in which an operator meets them. */
export const fillCampaigns = async (stage: SmsStage): Promise<void> => {
  for (const n of [3, 4, 9])
    await callStage(stage, "POST", "/v1/opt-outs", { to: numberOf(n), choice: "opt-out", class: "all" });
  for (const n of [7, 11])
    await fetch(`${stage.inbox}/api/receipts`, {
      ...{ method: "PUT", body: JSON.stringify({ number: numberOf(n), status: "undelivered" }) },
    });
  await (await make(stage, "summer-26", 0, 60, { name: "Summer sale", budgetMicros: 1_000_000 }))();
  await until(stage, "summer-26", ({ state, counts }) => state === "finished" && (counts["undelivered"] ?? 0) === 2);
  await make(stage, "diwali-26", 100, 40, { name: "Diwali" });
  await (await make(stage, "weekend", 200, 400, { name: "Weekend menu", rate: 2, budgetMicros: 2_000_000 }))();
  await until(stage, "weekend", ({ counts }) => (counts["sent"] ?? 0) + (counts["delivered"] ?? 0) > 2);
  await callStage(stage, "POST", "/v1/campaigns/weekend/pause", {});
  await (await make(stage, "new-menu", 700, 400, { name: "The new menu", rate: 2 }))();
};
