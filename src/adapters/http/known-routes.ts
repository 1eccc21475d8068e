import type { FastifyInstance } from "fastify";

/** The addresses of a server. */
export interface KnownRoutes {
  /** The methods that a path takes; none where it is no address. */
  methodsOf(path: string): readonly string[];
  /** Each as `GET /v1/messages/:id`. */
  all(): readonly string[];
}

const segment = (part: string): string =>
  part.startsWith(":") ? "[^/]+" : part.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");

/** Remembers the routes of a server from now on. */
export const knownRoutes = (server: FastifyInstance): KnownRoutes => {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  server.addHook("onRoute", ({ method, url }) => {
    const pattern = new RegExp(`^${url.split("/").map(segment).join("/")}$`);
    const route = routes.get(url) ?? { pattern, methods: new Set<string>() };
    for (const one of [method].flat()) route.methods.add(one);
    routes.set(url, route);
  });
  return {
    methodsOf: (path) => {
      const found = [...routes.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
    },
    // Fastify answers HEAD wherever GET is.
    all: () =>
      [...routes].flatMap(([url, { methods }]) =>
        [...methods].filter((method) => method !== "HEAD").map((method) => `${method} ${url}`),
      ),
  };
};
