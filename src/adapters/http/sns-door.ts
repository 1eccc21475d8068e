import type { FastifyInstance, FastifyReply } from "fastify";
import type { OpenedEnvelope, SignedEnvelopes } from "../../application/ports/signed-envelopes.js";
import { problem } from "./problem.js";

type Notification = Extract<OpenedEnvelope, { readonly kind: "notification" }>;

/** An address for SNS's own deliveries. SNS sends text/plain and no key: its signature proves it. */
export const snsDoor = (
  server: FastifyInstance,
  path: string,
  signedEnvelopes: SignedEnvelopes,
  take: (notification: Notification, reply: FastifyReply) => Promise<FastifyReply>,
): void => {
  void server.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
    raw.post(path, async (request, reply) => {
      const opened = await signedEnvelopes.open(typeof request.body === "string" ? request.body : "");
      switch (opened.kind) {
        case "refused":
          return problem(reply, 403, "forbidden", `The envelope is refused: ${opened.why}`);
        case "confirmed":
        case "ended":
          return reply.code(202).send({ [opened.kind]: true });
        case "notification":
          return take(opened, reply);
      }
    });
  });
};
