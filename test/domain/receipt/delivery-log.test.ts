import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDeliveryLog } from "../../../src/domain/receipt/delivery-log.js";
import { classifierOf } from "../../../src/domain/receipt/provider-response.js";

const classify = classifierOf(JSON.parse(readFileSync("data/provider-responses.json", "utf8")));
const read = (line: string, at?: Date) => readDeliveryLog(line, classify, at);

/** As the SNS developer guide shows it. */
const guide = `{
  "notification": { "messageId": "34d9b400-c6dd-5444-820d-fbeb0f1f54cf", "timestamp": "2016-06-28 00:40:34.558" },
  "delivery": { "phoneCarrier": "My Phone Carrier", "mnc": 270, "numberOfMessageParts": 1, "destination": "+15550100001",
    "priceInUSD": 0.00645, "smsType": "Transactional", "mcc": 310,
    "providerResponse": "Message has been accepted by phone carrier", "dwellTimeMs": 599, "dwellTimeMsUntilDeviceAck": 1344 },
  "status": "SUCCESS"
}`;

test("the guide's sample: the carrier took it, priced to the micro", () => {
  expect(read(guide)).toEqual({
    kind: "receipt",
    receipt: {
      provider: "sns",
      providerMessageId: "34d9b400-c6dd-5444-820d-fbeb0f1f54cf",
      messageId: undefined,
      status: "carrier-accepted",
      at: new Date("2016-06-28T00:40:35.157Z"),
      response: "accepted_by_carrier",
      carrier: "My Phone Carrier",
      parts: 1,
      micros: 6_450,
    },
    addressee: { to: "+15550100001", class: "transactional", acceptedAt: new Date("2016-06-28T00:40:34.558Z") },
  });
});

test("the log's own time comes before the provider's", () => {
  const at = new Date("2026-01-01T00:00:00Z");
  expect(read(guide, at)).toMatchObject({ receipt: { at } });
});

const line = (delivery: object, status: unknown = "FAILURE", notification: object = {}) =>
  JSON.stringify({
    notification: { messageId: "m-1", timestamp: "2026-11-26 10:00:00.000", ...notification },
    delivery: { destination: "+15550100001", smsType: "Promotional", ...delivery },
    status,
  });

test.each([
  [
    "a handset's word",
    line({ providerResponse: "Message has been accepted by phone" }, "SUCCESS"),
    "delivered",
    "delivered_to_handset",
  ],
  ["a success that nobody explains is the carrier's", line({}, "SUCCESS"), "carrier-accepted", null],
  [
    "an early failure with three fields",
    line({ providerResponse: "No quota left for account" }),
    "undelivered",
    "spend_limit",
  ],
  [
    "a failure nobody knows the cause of",
    line({ providerResponse: "Unknown error attempting to reach phone" }),
    "undelivered",
    "unknown",
  ],
  ["after 72 hours nobody knows", line({}, "UNKNOWN"), "unknown", null],
])("%s", (_, text, status, response) => expect(read(text)).toMatchObject({ receipt: { status, response } }));

test.each([
  ["no JSON", "START RequestId", "not-json"],
  ["JSON of something else", '{"level":"info"}', "no-message-id"],
  ["no word of ours", line({}, "MAYBE"), "unknown-status"],
  ["no status", line({}, null), "unknown-status"],
  ["no time at all", line({}, "SUCCESS", { timestamp: "yesterday" }), "no-time"],
  ["an id with control characters", line({}, "SUCCESS", { messageId: "a\u0000b" }), "no-message-id"],
])("unread: %s", (_, text, cause) => expect(read(text)).toEqual({ kind: "unread", cause }));

test("nothing of what a provider says brings a number along", () => {
  const told = read(line({ providerResponse: "+15550100001 is opted out", phoneCarrier: "Carrier 15550100001" }));
  expect(told.kind === "receipt" && JSON.stringify(told.receipt)).not.toContain("5550100001");
  expect(told).toMatchObject({ receipt: { response: "opted_out" } });
});

const logged = (given: {
  readonly timestamp?: unknown;
  readonly delivery?: object;
  readonly status?: unknown;
}): string =>
  JSON.stringify({
    notification: { messageId: "m", timestamp: given.timestamp ?? "2026-01-02 03:04:05.678" },
    delivery: given.delivery ?? {},
    status: "status" in given ? given.status : "SUCCESS",
  });

test.each<[unknown, string | undefined]>([
  ["2026-01-02 03:04:05.678", "2026-01-02T03:04:05.678Z"],
  ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02 03:04:05", "2026-01-02T03:04:05.000Z"],
  ["x2026-01-02 03:04:05", undefined],
  ["2026-01-02 03:04:05+05:30", undefined],
  ["2026-13-02 03:04:05", undefined],
  ["yesterday", undefined],
  [5, undefined],
])("the provider's time %j is %j", (timestamp, at) => {
  const found = read(logged({ timestamp }));
  if (at === undefined) expect(found).toEqual({ kind: "unread", cause: "no-time" });
  else expect(found).toMatchObject({ receipt: { at: new Date(at) } });
});

test.each([
  ["DELIVERED", "unknown-status"],
  [null, "unknown-status"],
])("the status %j is none that we know", (status, cause) =>
  expect(read(logged({ status }))).toEqual({ kind: "unread", cause }),
);

test.each(["null", "5", '"text"', "{"])("the line %s is no log of a text", (whole) =>
  expect(read(whole)).toEqual({ kind: "unread", cause: "not-json" }),
);

test.each([
  ["a promotional text", { destination: "+15550100001", smsType: "Promotional" }, { class: "promotional" }],
  ["another", { destination: "+15550100001", smsType: "Transactional" }, { class: "transactional" }],
  ["no type", { destination: "+15550100001" }, { class: "transactional", to: "+15550100001" }],
  ["no number", {}, undefined],
  ["a number without +", { destination: "15550100001" }, undefined],
  ["something before it", { destination: "x+15550100001" }, undefined],
  ["something behind it", { destination: "+15550100001x" }, undefined],
  ["no text", { destination: 15_550_100_001 }, undefined],
])("who it went to: %s", (_, delivery, addressee) => {
  const found = read(logged({ delivery })) as { readonly addressee: unknown };
  if (addressee === undefined) expect(found.addressee).toBeUndefined();
  else expect(found.addressee).toMatchObject(addressee);
});

test("the way through the network is added to its time, never taken off", () => {
  expect(read(logged({ delivery: { dwellTimeMs: 100 } }))).toMatchObject({
    receipt: { at: new Date("2026-01-02T03:04:05.778Z") },
  });
  expect(read(logged({ delivery: { dwellTimeMs: -100 } }))).toMatchObject({
    receipt: { at: new Date("2026-01-02T03:04:05.678Z") },
  });
});

test.each(["-0", "-0.0", "-0.00645", "-0e2"])("a price of %s is none: it bears a sign", (price) =>
  expect(read(guide.replace("0.00645", price))).toMatchObject({ receipt: { micros: null } }),
);

test("without a price there is none", () => expect(read(logged({}))).toMatchObject({ receipt: { micros: null } }));
