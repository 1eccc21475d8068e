import { expect, test } from "vitest";
import { JournalUnavailable } from "../../../src/application/ports/journal.js";
import { dayText } from "../../../src/domain/instant-text.js";
import { noCounts } from "../../../src/domain/receipt/price-sum.js";
import type { Receipt } from "../../../src/domain/receipt/receipt.js";
import { movedClock } from "../../support/moved-clock.js";
import { receiptStage } from "../../support/receipt-stage.js";

const stage = () => receiptStage(movedClock());

const receipt = (given: Partial<Receipt> = {}): Receipt => ({
  ...{ provider: "sns", providerMessageId: "p-1", messageId: undefined, status: "delivered" },
  ...{
    at: new Date(1_764_000_002_500),
    response: "delivered_to_handset",
    carrier: "A Carrier",
    parts: 2,
    micros: 12_900,
  },
  ...given,
});

test("a delivered text is told with all that was said of it when it was sent", async () => {
  const { sent, takeReceipt, told, of } = stage();
  await sent("m-1", "p-1");
  expect(await takeReceipt(receipt())).toBe("moved");
  expect(told("sms.delivered")).toEqual([
    expect.objectContaining({
      ...{ messageId: "m-1", status: "delivered", handset: true, carrier: "A Carrier", partsBilled: 2 },
      ...{ providerResponse: "delivered_to_handset", actualCost: { micros: 12_900, currency: "USD" } },
      ...{ latencyMs: 2_500, correlationId: "ORD-9", segments: 2, providerMessageId: "p-1" },
    }),
  ]);
  const [event] = of("sms.delivered");
  expect(event!.headers).toMatchObject({ ce_type: "sms.delivered", traceparent: "00-trace-span-01" });
  expect(event!.key).toBe(of("sms.sent")[0]!.key);
});

test.each([
  ["the carrier's word", [receipt({ status: "carrier-accepted" })], ["sms.delivered"], false],
  ["the carrier's, then the handset's", [receipt({ status: "carrier-accepted" }), receipt()], ["sms.delivered"], false],
  ["a failure", [receipt({ status: "undelivered" })], ["sms.undelivered"], false],
  ["unknown says nothing to anybody", [receipt({ status: "unknown" })], [], undefined],
  ["ten times the same", Array.from({ length: 10 }, () => receipt()), ["sms.delivered"], true],
] as const)("%s", async (_, receipts, topics, handset) => {
  const { sent, takeReceipt, published } = stage();
  await sent("m-1", "p-1");
  await Promise.all(receipts.map((one) => takeReceipt(one)));
  const told = published.filter(({ topic }) => topic !== "sms.sent");
  expect(told.map(({ topic }) => topic)).toEqual(topics);
  if (handset !== undefined) expect(JSON.parse(String(told[0]!.value)).handset).toBe(handset);
});

test("the same message and status always give the same ce_id", async () => {
  const ids = await Promise.all(
    [receipt(), receipt({ status: "carrier-accepted", at: new Date(0) })].map(async (one) => {
      const { sent, takeReceipt, of } = stage();
      await sent("m-1", "p-1");
      await takeReceipt(one);
      return of("sms.delivered")[0]!.headers["ce_id"];
    }),
  );
  expect(ids[0]).toBe(ids[1]);
});

test("a receipt that comes before its text is taken with it, and only then", async () => {
  const { sent, takeReceipt, told, receiptIndex, counted } = stage();
  expect(await takeReceipt(receipt())).toBe("unmatched");
  expect(await takeReceipt(receipt({ providerMessageId: "of another system" }))).toBe("unmatched");
  expect(told("sms.delivered")).toEqual([]);
  await sent("m-1", "p-1");
  expect(told("sms.delivered")).toHaveLength(1);
  expect(await receiptIndex.kept()).toHaveLength(1);
  expect(counted.get("unmatched")).toBe(2);
});

test("where the store was away in between it is taken again, under the same ce_id", async () => {
  const { sent, takeReceipt, receiptIndex, of } = stage();
  await sent("m-1", "p-1");
  const { move } = receiptIndex;
  receiptIndex.move = async () => {
    throw new JournalUnavailable("away");
  };
  await expect(takeReceipt(receipt())).rejects.toThrow(JournalUnavailable);
  receiptIndex.move = move;
  expect(await takeReceipt(receipt())).toBe("moved");
  expect(new Set(of("sms.delivered").map(({ headers }) => headers["ce_id"])).size).toBe(1);
});

test("the price settles to the micro, and is added up beside its estimate", async () => {
  const { sent, takeReceipt, receiptIndex, clock } = stage();
  await sent("m-1", "p-1");
  await sent("m-2", "p-2");
  await takeReceipt(receipt({ status: "carrier-accepted", micros: 12_900 }));
  await takeReceipt(receipt({ micros: 14_000 }));
  await takeReceipt(receipt({ micros: 14_000 }));
  const day = dayText(clock.now().getTime());
  expect(await receiptIndex.sums([day])).toEqual([
    {
      ...{ day, country: "IN", class: "transactional" },
      ...{ ...noCounts, sent: 2, sentEstimate: 25_800, heard: 1, priced: 1, pricedEstimate: 12_900, pricedParts: 2 },
      actual: 14_000,
    },
  ]);
  expect(await receiptIndex.unheard(day, 10)).toEqual(["m-2"]);
});

test.each([
  ["a hundred times too dear", 12_900 * 101, null],
  ["in another unit", 12, null],
  ["nothing is a price", 0, 0],
  ["ten times as dear may be", 129_000, 129_000],
])("%s", async (_, micros, booked) => {
  const { sent, takeReceipt, told, counted } = stage();
  await sent("m-1", "p-1");
  await takeReceipt(receipt({ micros }));
  expect(told("sms.delivered")[0]!.actualCost?.micros ?? null).toBe(booked);
  expect(counted.get("implausible-price") ?? 0).toBe(booked === null ? 1 : 0);
});

test("a text in doubt that the provider names by our id is proved to be sent, and its receipt follows", async () => {
  const { ended, takeReceipt, journal, of, told } = stage();
  await ended("m-1", "in-doubt");
  expect(await takeReceipt(receipt({ messageId: "m-1" }))).toBe("moved");
  expect((await journal.read("m-1"))?.state).toBe("sent");
  expect(JSON.parse(String(of("sms.sent")[0]!.value))).toMatchObject({ providerMessageId: "p-1", reason: null });
  expect(told("sms.delivered")).toHaveLength(1);
});

test("a contradiction is counted, and the handset is believed", async () => {
  const { sent, takeReceipt, counted, receiptIndex, told } = stage();
  await sent("m-1", "p-1");
  await takeReceipt(receipt({ status: "undelivered", response: "temporary" }));
  await takeReceipt(receipt());
  expect(counted.get("contradicting")).toBe(1);
  expect((await receiptIndex.find("p-1"))?.state.status).toBe("delivered");
  expect([told("sms.undelivered").length, told("sms.delivered").length]).toEqual([1, 1]);
});

test("what the journal has forgotten is nobody's", async () => {
  const { sent, takeReceipt, clock, counted } = stage();
  await sent("m-1", "p-1");
  const late = receiptStage(clock);
  await late.recordSent({
    messageId: "gone",
    providerMessageId: "p-1",
    occurredAt: clock.now().toISOString(),
  } as never);
  expect(await late.takeReceipt(receipt())).toBe("unmatched");
  expect(await takeReceipt(receipt())).toBe("moved");
  expect(counted.get("delivered")).toBe(1);
});

test("a text whose outcome only a newer version can read is not given up: its receipt may be taken once it can", async () => {
  const { sent, takeReceipt, journal, told } = stage();
  await sent("m-1", "p-1");
  const { read } = journal;
  journal.read = async (id) => {
    const { outcome: _, ...entry } = (await read(id))!;
    return entry as never;
  };
  expect(await takeReceipt(receipt())).toBe("unkept");
  journal.read = read;
  expect(await takeReceipt(receipt())).toBe("moved");
  expect(told("sms.delivered")).toHaveLength(1);
});

test("a line that nobody can read is kept for a person, and counted", async () => {
  const { takeLine, unparsedReceipts, counted } = stage();
  expect(await takeLine("what is this +15550100001")).toBe("unparsed");
  expect(await unparsedReceipts.list(10)).toMatchObject([{ cause: "not-json", text: "what is this +15550100001" }]);
  expect(counted.get("unparsed")).toBe(1);
});
