import { expect, test } from "vitest";
import { settings } from "../../src/adapters/environment/settings.js";
import { startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

/** The ends of a setting's range, as the refusal of another value tells them; undefined for one that has none. */
const rangeOf = ({ rule }: (typeof settings)[keyof typeof settings]) => {
  const said = rule.safeParse("x").error?.issues[0]?.message ?? "";
  const [, least, most] = /whole number from (\d+) to (\d+)/u.exec(said) ?? [];
  return least === undefined || most === undefined ? undefined : { least, most };
};
const ranges = Object.entries(settings).flatMap(([name, setting]) => {
  const range = rangeOf(setting);
  return range === undefined || name.endsWith("_PORT") ? [] : [{ name, ...range }];
});

const recipients = Array.from({ length: 20 }, (_, n) => ({ to: `+9198765${String(43_210 + n)}` }));
const one = "+447400123456";

test("settings with a range are known", () => {
  expect(ranges.map(({ name }) => name)).toEqual(expect.arrayContaining(["SMS_MAX_IN_FLIGHT", "JOURNAL_TTL_HOURS"]));
  expect(ranges.length).toBeGreaterThan(8);
});

test.each(["least", "most"] as const)(
  "with every whole number at its %s a text, a code, a later text and a campaign go out",
  async (end) => {
    await using stage = await startSmsStage({
      ...Object.fromEntries(ranges.map((range) => [range.name, range[end]])),
      SMS_RATE_TRANSACTIONAL: "1000",
    });
    const call = async (path: string, body?: object) => {
      const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
      const answer = await fetch(`${stage.url}${path}`, body === undefined ? {} : init);
      return (await answer.json()) as { readonly hash: string; readonly state: string };
    };
    await call("/v1/messages", { to: one, text: "Now" });
    await call("/v1/otp", { to: one, purpose: "login" });
    await call("/v1/messages", { to: one, text: "Later", sendAt: new Date(Date.now() + 3_000).toISOString() });
    const words = { campaignId: "all", name: "all", text: "For all of you", class: "transactional", recipients };
    const { hash } = await call("/v1/campaigns", words);
    await call("/v1/campaigns/all/start", { hash });
    await eventually("it has ended", async () => (await call("/v1/campaigns/all")).state === "finished", 30_000);
    await eventually("all went out", async () => (await stage.texts()).length === recipients.length + 3, 30_000);
  },
);
