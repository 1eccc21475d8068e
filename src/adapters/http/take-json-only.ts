import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import type { KnownNames } from "./known-names.js";
import { isNestedDeeper } from "./is-nested-deeper.js";
import { problem } from "./problem.js";

const asItIs = "Send the body as it is, without the header Content-Encoding";

const badRequest = (message: string): Error => Object.assign(new Error(message), { statusCode: 400 });

/** Far deeper than any body here. Code that walks a body, `JSON.stringify` among it, ends its stack at some thousands. */
const deepest = 100;

/**
 * Requires JSON bodies in UTF-8, not compressed, nested at most 100 times. Refuses other media types with 415, and bytes that are not
 * UTF-8 with 400 (RFC 8259 §8.1), because a text would go out with its characters replaced.
 */
export const takeJsonOnly = (server: FastifyInstance, needsBody: KnownNames["needsBody"]): void => {
  const parse = server.getDefaultJsonParser("error", "error");
  server.addHook("onRequest", async ({ headers }, reply) => {
    const { "content-encoding": coding = "identity" } = headers;
    // RFC 9110 §15.5.16
    if (coding.toLowerCase() !== "identity")
      return problem(reply.header("accept-encoding", "identity"), 415, "unsupported-media-type", asItIs);
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    // Many clients name the type of a body that they do not send.
    if (body.length === 0 && !needsBody(request.method, request.routeOptions.url ?? "")) return done(null, undefined);
    if (!isUtf8(body)) return done(badRequest("The body is not valid UTF-8"), undefined);
    const json = body.toString("utf8");
    if (isNestedDeeper(json, deepest))
      return done(badRequest(`The body is nested more than ${deepest} times; send a flatter one`), undefined);
    void parse(request, json, done);
  });
};
