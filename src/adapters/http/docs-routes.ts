import type { FastifyInstance, FastifyReply } from "fastify";
import { apiPage } from "./api-page.js";
import { pagePolicy } from "./page.js";
import { problemsPage } from "./problems-page.js";

const shown = (reply: FastifyReply, html: string): FastifyReply =>
  reply
    .type("text/html; charset=utf-8")
    .headers({
      "content-security-policy": pagePolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    })
    .send(html);

/** Pages for people: the API, and each word of its problems. Open to all, as /openapi.json is. */
export const docsRoutes = (server: FastifyInstance, openapi: unknown): void => {
  const problems = problemsPage();
  server.get("/docs", (request, reply) => shown(reply, apiPage(openapi, `${request.protocol}://${request.host}`)));
  server.get("/docs/problems", (_request, reply) => shown(reply, problems));
};
