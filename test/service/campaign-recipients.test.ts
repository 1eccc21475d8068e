import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

interface View {
  readonly hash: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

test.each([
  ["one good number alone", ["+919876543210"], { total: 1, refused: 0 }],
  ["a good number and one that is none", ["+919876543210", "none"], { total: 2, refused: 1 }],
  ["a good number and a blank", ["+919876543210", "  "], { total: 2, refused: 1 }],
  ["one that is none, twice", ["+919876543210", "12", "12"], { total: 2, refused: 1 }],
  ["the same number in two spellings", ["+919876543210", "098765 43210"], { total: 1, refused: 0 }],
  // With the country of the service it is none; read as India's it would be somebody's.
  ["one that another country would have", ["+12025550123", "9876543210"], { total: 2, refused: 1 }, "US"],
])("every recipient that came has an end: %s", async (_, numbers, expected, country = "IN") => {
  const settings = {
    SMS_DEFAULT_COUNTRY: country,
    SMS_ALLOWED_COUNTRIES: "IN,US",
    SMS_ORIGINATION_NUMBER: "+18885550100",
  };
  await using stage = await startSmsStage(settings);
  const call = async (path: string, body?: object) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    return (await (await fetch(`${stage.url}${path}`, body === undefined ? {} : init)).json()) as View;
  };
  const recipients = numbers.map((to) => ({ to }));
  const window = { from: "00:00", to: "24:00", zone: "recipient" };
  const words = { campaignId: "all", name: "All", text: "For you", class: "transactional", window, recipients };
  const { hash } = await call("/v1/campaigns", words);
  await call("/v1/campaigns/all/start", { hash });
  await eventually("it ends", async () => (await call("/v1/campaigns/all")).state === "finished", 20_000);
  const { counts, reasons } = await call("/v1/campaigns/all");
  expect(counts).toMatchObject(expected);
  expect(reasons["invalid-phone-number"] ?? 0).toBe(expected.refused);
  const phones = (await stage.texts()).map(({ phone }) => phone);
  expect(phones).toEqual(numbers.slice(0, 1));
});
