import type { FastifyInstance, FastifyReply } from "fastify";
import type { OpenedEnvelope, SignedEnvelopes } from "../../application/ports/signed-envelopes.js";
import { problem } from "./problem.js";

type Notification = Extract<OpenedEnvelope, { readonly kind: "notification" }>;

interface SnsDoor {
  readonly path: string;
  /** `Location` of what was taken: the page that shows what became of it. */
  readonly shownAt: string;
  readonly signedEnvelopes: SignedEnvelopes;
}

/** An address for SNS's own deliveries. SNS sends text/plain and no key: its signature proves it. */
export const snsDoor = (
  server: FastifyInstance,
  { path, shownAt, signedEnvelopes }: SnsDoor,
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
          return reply
            .code(202)
            .header("location", shownAt)
            .send({ [opened.kind]: true });
        case "notification":
          return take(opened, reply);
      }
    });
  });
};
