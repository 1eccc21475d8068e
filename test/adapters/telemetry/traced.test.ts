import { expect, test } from "vitest";
import { tracedDelivery } from "../../../src/adapters/telemetry/traced-delivery.js";
import { tracedGateway } from "../../../src/adapters/telemetry/traced-gateway.js";
import { tracedHandling } from "../../../src/adapters/telemetry/traced-handling.js";
import { tracedJudging } from "../../../src/adapters/telemetry/traced-judging.js";

/** What each is called with: enough of the first argument, and marks that stand for all others, of today and tomorrow. */
const record = { topic: "order.created", partition: 0, offset: 1n, headers: {} };
const message = { id: "m-1", traceparent: undefined };
const text = { class: "otp" };
const marks = [Symbol("second"), Symbol("third"), Symbol("fourth"), Symbol("fifth")];

type Any = (...args: readonly unknown[]) => Promise<unknown>;

/** A text whose call loses an argument may go out without its mark, over and over. */
test.each<[string, object, (inner: Any) => Any]>([
  ["handling", record, (inner) => tracedHandling(inner as never) as never],
  ["delivery", message, (inner) => tracedDelivery(inner as never) as never],
  ["judging", message, (inner) => tracedJudging(inner as never) as never],
  [
    "the gateway",
    text,
    (inner) => tracedGateway({ name: "sns", publish: inner, close: async () => undefined } as never).publish as never,
  ],
])("%s hands on every argument, and answers as it is answered", async (_, first, traced) => {
  const seen: unknown[][] = [];
  const answer = { kind: "accepted" };
  const inner: Any = async (...args) => {
    seen.push([...args]);
    return answer;
  };
  expect(await traced(inner)(first, ...marks)).toBe(answer);
  expect(seen).toEqual([[first, ...marks]]);
});
