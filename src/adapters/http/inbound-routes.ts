import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { TellInbound } from "../../application/consent/tell-inbound.js";
import { smsReceived } from "../../application/notifications/sms-received.js";
import type { SignedEnvelopes } from "../../application/ports/signed-envelopes.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { parsedFrom } from "../../domain/receipt/read-receipt.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";
import { snsDoor } from "./sns-door.js";

export interface InboundNeeds {
  readonly caller: Caller;
  readonly defaultCountry: string;
  readonly signedEnvelopes: SignedEnvelopes;
  readonly tellInbound: TellInbound;
}

const Inbound = smsReceived.schema.strict();
/** The page of texts that came in and likely were opt-outs. */
const shownAt = "/v1/opt-outs/review";

/** Amazon SNS, "Two-way SMS": AWS's record of a text that a person sent. */
const TwoWay = z.object({
  originationNumber: z.string(),
  destinationNumber: z.string().optional(),
  messageBody: z.string(),
  inboundMessageId: z.string().min(1),
});

/** Texts that people sent to us: told by a provider's webhook, or by SNS itself. */
export const inboundRoutes = (server: FastifyInstance, needs: InboundNeeds): void => {
  const { caller, defaultCountry, signedEnvelopes, tellInbound } = needs;

  server.post("/v1/inbound", async (request, reply) => {
    if (caller(request, reply, "send") === undefined) return reply;
    const given = readBody(reply, Inbound, request.body);
    if (given === undefined) return reply;
    const number = parsePhoneNumber(given.from, defaultCountry);
    if (typeof number === "string")
      return invalidBody(reply, [{ pointer: "/from", message: `is no number that can be answered (${number})` }]);
    await tellInbound(given);
    return reply.code(202).header("location", shownAt).send({ inboundId: given.inboundId });
  });

  snsDoor(server, { path: "/v1/inbound/sns", shownAt, signedEnvelopes }, async ({ at, message }, reply) => {
    const told = TwoWay.safeParse(parsedFrom(message));
    if (!told.success)
      return problem(reply, 422, "invalid-event", "The envelope's Message is no text that a person sent");
    const { originationNumber, destinationNumber, messageBody, inboundMessageId } = told.data;
    const ids = { inboundId: inboundMessageId, provider: "eum" };
    const when = at.toISOString();
    await tellInbound({ from: originationNumber, to: destinationNumber, text: messageBody, at: when, ...ids });
    return reply.code(202).header("location", shownAt).send({ inboundId: inboundMessageId });
  });
};
