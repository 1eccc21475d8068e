import { expect, test } from "vitest";
import { messageFromBody, messageToBody } from "../../../src/application/message/message.js";
import { openSpine } from "../../support/spine.js";

const spine = openSpine();
const message = spine.aMessage({ sendAt: new Date("2026-11-23T10:00:00Z"), class: "promotional" });

test("a message comes back from the schedule as it went in", () => {
  expect(messageFromBody(messageToBody(message), "IN")).toEqual(message);
});

test("one that an earlier version parked knows of no campaign and no caller", () => {
  const { version: _, campaignId: __, caller: ___, ...old } = JSON.parse(messageToBody(message).toString());
  const body = Buffer.from(JSON.stringify(old));
  expect(messageFromBody(body, "IN")).toEqual({ ...message, campaignId: null, caller: null });
});

test.each([
  ["a later version's", { ...JSON.parse(messageToBody(message).toString()), version: 2 }],
  ["no message", { text: "Hello" }],
  ["no object", 7],
])("%s is not read as one", (_, body) => {
  expect(messageFromBody(Buffer.from(JSON.stringify(body)), "IN")).toBeUndefined();
});
