import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";

const badRequest = (message: string): Error => Object.assign(new Error(message), { statusCode: 400 });

/**
 * Requires JSON bodies in UTF-8. Refuses other media types with 415, and bytes that are not UTF-8 with 400 (RFC 8259
 * §8.1), because a text would go out with its characters replaced.
 */
export const takeJsonOnly = (server: FastifyInstance): void => {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    if (!isUtf8(body)) return done(badRequest("The body is not valid UTF-8"), undefined);
    void parse(request, body.toString("utf8"), done);
  });
};
