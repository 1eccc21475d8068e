import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";

const badRequest = (message: string): Error => Object.assign(new Error(message), { statusCode: 400 });

/**
 * Bodies are JSON in UTF-8, or are refused: other media types with 415, and with 400 what is not UTF-8 (RFC 8259 §8.1), or a
 * text would go out with its characters replaced.
 */
export const takeJsonOnly = (server: FastifyInstance): void => {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    if (!isUtf8(body)) return done(badRequest("The body is not valid UTF-8"), undefined);
    void parse(request, body.toString("utf8"), done);
  });
};
