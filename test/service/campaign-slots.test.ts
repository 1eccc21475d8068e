import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

const recipients = Array.from({ length: 100 }, (_, n) => ({ to: `+9198765${String(43_210 + n)}` }));

test.each(["9", "16"])("a campaign goes out to its end with %s texts in flight", async (slots) => {
  await using stage = await startSmsStage({ SMS_MAX_IN_FLIGHT: slots });
  const call = async (path: string, body?: object) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${stage.url}${path}`, body === undefined ? {} : init);
    return (await answer.json()) as { readonly hash: string; readonly state: string };
  };
  const words = { campaignId: "all", name: "all", text: "For all of you", class: "transactional", recipients };
  const { hash } = await call("/v1/campaigns", words);
  await call("/v1/campaigns/all/start", { hash });
  await eventually("it has ended", async () => (await call("/v1/campaigns/all")).state === "finished", 20_000);
  expect(await stage.texts()).toHaveLength(recipients.length);
});
