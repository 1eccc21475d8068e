import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WebAsset, WebPage } from "../../application/ports/web-page.js";
import type { Template } from "../../domain/template/template.js";
import { noCookie } from "./console-session.js";
import type { Caller, Callers } from "./keys.js";
import { problem, problemWords } from "./problem.js";

export interface ConsoleNeeds {
  readonly caller: Caller;
  readonly callers: Callers;
  /** undefined: it is switched off. */
  readonly console: (() => WebPage) | undefined;
  readonly templates: () => ReadonlyMap<string, Template>;
}

const safe = { "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

const sendAsset = (request: FastifyRequest, reply: FastifyReply, asset: WebAsset | undefined): FastifyReply => {
  if (asset === undefined) return problem(reply, 404, "not-found", "The console has no such file");
  reply.headers({ ...safe, "cache-control": "no-cache", etag: asset.etag, vary: "accept-encoding" }).type(asset.type);
  if (request.headers["if-none-match"] === asset.etag) return reply.code(304).send();
  if (!/\bgzip\b/u.test(request.headers["accept-encoding"] ?? "")) return reply.send(Buffer.from(asset.body));
  return reply.header("content-encoding", "gzip").send(Buffer.from(asset.gzipped));
};

const shownTemplate = ({ name, version, class: ofClass, variables, texts, dlt, sender, maxParts }: Template) => ({
  ...{ name, version, class: ofClass, sender: sender ?? null, maxParts: maxParts ?? null },
  variables: [...variables].map(([variable, { type, optional, maxLength, example }]) => ({
    ...{ name: variable, type, optional, maxLength, example: example ?? null },
  })),
  texts: Object.fromEntries([...texts].map(([locale, { source }]) => [locale, source])),
  dlt: dlt === undefined ? [] : [...dlt.keys()],
});

/** The console: its page, its session, and what it alone asks for. */
export const consoleRoutes = (server: FastifyInstance, needs: ConsoleNeeds): void => {
  const { caller, callers, templates } = needs;
  const { console: page } = needs;
  if (page === undefined) return;

  server.get("/", (request, reply) =>
    (request.headers.accept ?? "").includes("text/html")
      ? reply.redirect("console/")
      : problem(reply, 404, "not-found", "A browser finds the console here; /docs lists every address"),
  );
  server.get("/console", (_request, reply) => reply.redirect("console/"));
  server.get("/console/", (_request, reply) => {
    const { html, policy } = page();
    return reply
      .type("text/html; charset=utf-8")
      .headers({ ...safe, "content-security-policy": policy, "cache-control": "no-cache" })
      .send(html);
  });
  server.get<{ Params: { file: string } }>("/console/assets/:file", (request, reply) =>
    sendAsset(request, reply, page().asset(request.params.file)),
  );
  server.get<{ Params: { folder: string; file: string } }>("/console/assets/:folder/:file", (request, reply) =>
    sendAsset(request, reply, page().asset(`${request.params.folder}/${request.params.file}`)),
  );

  server.get("/console/session", (request, reply) => {
    reply.header("cache-control", "no-store");
    return callers.whoIs(request) ?? { name: null, scopes: [] };
  });
  server.post<{ Body: { key?: unknown } | null }>("/console/session", async (request, reply) => {
    const key = request.body?.key;
    const opened = typeof key === "string" ? await callers.signIn(request, key.trim()) : undefined;
    if (opened === undefined)
      return problem(reply, 401, "unauthorized", "No key has this secret; paste the secret alone");
    const { cookie, ...who } = opened;
    return reply.headers({ "set-cookie": cookie, "cache-control": "no-store" }).send(who);
  });
  server.delete("/console/session", (_request, reply) =>
    reply.header("set-cookie", noCookie).send({ name: null, scopes: [] }),
  );

  server.get("/console/words", () => problemWords);
  server.get("/console/templates", (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    return { templates: [...templates().values()].map(shownTemplate) };
  });
};
