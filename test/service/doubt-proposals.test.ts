import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { type RunningService, startService } from "../../src/composition/service.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";

const to = "+919876543210";

let service: RunningService;
beforeAll(async () => {
  const settings = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", SMS_RECEIPTS_CALLS_PER_SECOND: "8" };
  service = await startService(readConfig(settings));
});
afterAll(() => service?.stop());

const call = async (base: string, method: string, path: string, body: unknown) =>
  fetch(`${base}${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const doubts = async () => {
  const { out } = await sms(["in-doubt", "list", "--json"], { SMS_URL: service.url });
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { messageId: string; proposal?: { providerMessageId: string } });
};

test("a receipt that fits one doubt is proposed, nothing is resolved by itself, and accepting it tells the text's end", async () => {
  // The first call reaches the phone, its answer is lost; the second reaches nothing, and nobody can know.
  for (const kind of ["cut", "500"]) await call(service.inbox!, "PUT", "/api/faults", { number: to, kind, times: 1 });
  await call(service.url, "POST", "/v1/messages", { to, text: "Your order is on its way" });
  await eventually("a proposal", async () => (await doubts()).some(({ proposal }) => proposal !== undefined), 15_000);
  const [doubt] = await doubts();
  const { messageId, proposal } = doubt!;
  expect(proposal).toMatchObject({ as: "sent", because: expect.stringContaining("same number and type") });
  const listed = await sms(["in-doubt", "list"], { SMS_URL: service.url });
  const command = `sms in-doubt resolve ${messageId} --as sent --receipt ${proposal!.providerMessageId}`;
  expect(listed.out).toContain(command);
  expect(listed.out).not.toContain("9876543210");

  const accepted = await sms(command.split(" ").slice(1), { SMS_URL: service.url });
  expect(accepted.code).toBe(0);
  expect(await doubts()).toEqual([]);
  const { bus } = service.services.get("events");
  await eventually("its receipt tells of it", () =>
    bus!.list("sms.delivered", 10).some(({ value }) => JSON.parse(String(value)).messageId === messageId),
  );
});

test("an id beside failed is a fault", async () => {
  const answer = await call(service.url, "POST", "/v1/in-doubt/x", { as: "failed", providerMessageId: "p-1" });
  expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer: "/providerMessageId" }] });
});
