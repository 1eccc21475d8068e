import type { FastifyInstance } from "fastify";
import { smsReceipt } from "../../application/notifications/sms-receipt.js";
import type { SignedEnvelopes } from "../../application/ports/signed-envelopes.js";
import type { UnparsedReceipts } from "../../application/ports/unparsed-receipts.js";
import { mostReconciledMs, type Reconcile } from "../../application/receipts/reconcile.js";
import { mostReplayedMs, type ReplayReceipts } from "../../application/receipts/replay-receipts.js";
import type { TakeLine } from "../../application/receipts/take-line.js";
import type { TakeReceipt } from "../../application/receipts/take-receipt.js";
import { receiptFrom } from "../../application/receipts/receipt-from.js";
import { withoutNumbers } from "../../domain/phone/without-numbers.js";
import type { Classify } from "../../domain/receipt/provider-response.js";
import { parsedFrom } from "../../domain/receipt/read-receipt.js";
import { dayRange } from "./day-range.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";
import { snsDoor } from "./sns-door.js";
import { subscriptionBody } from "./subscription-body.js";

export interface ReceiptNeeds {
  readonly caller: Caller;
  readonly classify: Classify;
  readonly reconcile: Reconcile;
  readonly replayReceipts: ReplayReceipts;
  readonly signedEnvelopes: SignedEnvelopes;
  readonly takeLine: TakeLine;
  readonly takeReceipt: TakeReceipt;
  readonly unparsedReceipts: UnparsedReceipts;
}

const Receipt = smsReceipt.schema.strict();
/** CloudWatch Logs sends up to 1 MB, gzipped and in base64. */
const largestPush = 2 * 1024 * 1024;
const together = 64;
const mostListed = 100;
const unparsed = "/v1/receipts/unparsed";

/** The routes of receipts: told by a provider, asked for by a person. */
export const receiptRoutes = (server: FastifyInstance, needs: ReceiptNeeds): void => {
  const { caller, classify, reconcile, replayReceipts, signedEnvelopes, takeLine, takeReceipt, unparsedReceipts } =
    needs;

  server.post("/v1/receipts", async (request, reply) => {
    if (caller(request, reply, "send") === undefined) return reply;
    const told = readBody(reply, Receipt, request.body);
    if (told === undefined) return reply;
    const taken = await takeReceipt(receiptFrom(told, classify));
    const { providerMessageId } = told;
    return reply
      .code(202)
      .header("location", `/v1/messages/${encodeURIComponent(providerMessageId)}`)
      .send({ providerMessageId, taken });
  });

  server.post("/v1/receipts/cloudwatch", { bodyLimit: largestPush }, async (request, reply) => {
    if (caller(request, reply, "send") === undefined) return reply;
    const body = subscriptionBody(request.body);
    if (body === undefined)
      return invalidBody(reply, [
        { pointer: "", message: 'must be {"awslogs":{"data":"…"}} of a subscription filter, or what is packed in it' },
      ]);
    // A control message only checks that somebody is there.
    if (body.messageType === "CONTROL_MESSAGE") return reply.code(200).send({ lines: 0 });
    const { logEvents } = body;
    for (let from = 0; from < logEvents.length; from += together)
      await Promise.all(
        logEvents.slice(from, from + together).map(({ message, timestamp }) => takeLine(message, new Date(timestamp))),
      );
    return reply.code(202).header("location", unparsed).send({ lines: logEvents.length });
  });

  // An event of AWS End User Messaging whose destination is a topic, or another service's word in our own form.
  snsDoor(server, { path: "/v1/receipts/sns", shownAt: unparsed, signedEnvelopes }, async ({ at, message }, reply) => {
    const told = smsReceipt.schema.safeParse(parsedFrom(message));
    const taken = told.success ? await takeReceipt(receiptFrom(told.data, classify)) : await takeLine(message, at);
    return taken === "unparsed"
      ? problem(reply, 422, "invalid-event", "The envelope's Message is no receipt; see it with: sms receipts unparsed")
      : reply.code(202).header("location", unparsed).send({ taken });
  });

  server.get(unparsed, async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const found = await unparsedReceipts.list(mostListed);
    return {
      receipts: found.map(({ at, cause, text }) => ({ at: at.toISOString(), cause, text: withoutNumbers(text) })),
    };
  });

  server.post<{ Body: { from?: unknown; to?: unknown } | null }>("/v1/receipts/replay", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const range = dayRange(request.body ?? {}, mostReplayedMs);
    if (!("from" in range)) return invalidBody(reply, range);
    const started = replayReceipts(range.from, range.to);
    switch (started) {
      case "started": {
        const [from, to] = [range.from, range.to].map((at) => at.toISOString());
        return reply.code(202).header("location", `/v1/reconcile?from=${from}&to=${to}`).send({ from, to });
      }
      case "running":
        return problem(
          reply,
          409,
          "replay-running",
          "An earlier replay still runs; try again once the log says it ended",
        );
      case "off":
        return problem(reply, 409, "receipts-off", "No delivery log is read; set SMS_RECEIPTS");
    }
  });

  server.get<{ Querystring: { from?: string; to?: string } }>("/v1/reconcile", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const range = dayRange(request.query, mostReconciledMs);
    return "from" in range ? reconcile(range.from, range.to) : invalidBody(reply, range);
  });
};
