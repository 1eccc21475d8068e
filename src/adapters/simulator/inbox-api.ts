import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebPage } from "../../application/ports/web-page.js";
import { answer, answerJson } from "./exchange.js";
import type { Inbox } from "./inbox.js";
import { Query } from "./query.js";

const plain = "text/plain; charset=utf-8";

const builtPage = (page: () => WebPage): WebPage | undefined => {
  try {
    return page();
  } catch {
    return undefined;
  }
};

const answerPage = (response: ServerResponse, page: (() => WebPage) | undefined): void => {
  const found = page === undefined ? undefined : builtPage(page);
  if (found !== undefined) {
    const headers = { "content-security-policy": found.policy, "referrer-policy": "no-referrer" };
    answer(response, 200, "text/html; charset=utf-8", found.html, headers);
  } else if (page === undefined) answer(response, 200, plain, "The phones' API is here; this simulator has no page.\n");
  else answer(response, 503, plain, "The page is not built: run `npm run build`. The phones' API works.\n");
};

const answerAsset = (request: IncomingMessage, response: ServerResponse, page: WebPage, path: string): boolean => {
  const asset = page.asset(path);
  if (asset === undefined) return false;
  const headers = { "cache-control": "no-cache", etag: asset.etag, vary: "accept-encoding" };
  if (request.headers["if-none-match"] === asset.etag) answer(response, 304, asset.type, "", headers);
  else if (/\bgzip\b/u.test(request.headers["accept-encoding"] ?? ""))
    answer(response, 200, asset.type, asset.gzipped, { ...headers, "content-encoding": "gzip" });
  else answer(response, 200, asset.type, asset.body, headers);
  return true;
};

/** The page and what it alone asks for; false: the address is none of these. */
export const answerInbox = async (
  path: string,
  given: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  inbox: Inbox,
  page: (() => WebPage) | undefined,
): Promise<boolean> => {
  if (request.method !== "GET") return false;
  const asset = /^\/assets\/(.{1,200})$/u.exec(path)?.[1];
  if (asset !== undefined && page !== undefined) return answerAsset(request, response, page(), asset);
  const id = /^\/api\/inbox\/text\/([\w-]{1,100})$/u.exec(path)?.[1];
  if (id !== undefined) answerJson(response, 200, inbox.text(id));
  else if (path === "/") answerPage(response, page);
  else if (path === "/api/inbox")
    answerJson(response, 200, inbox.news(new Query(given, ["after"]).whole("after", 0, 999_999_999) ?? 0));
  else if (path === "/api/inbox/told") answerJson(response, 200, await inbox.told(given.getAll("id")));
  else if (path === "/api/inbox/refusals") answerJson(response, 200, await inbox.refusals());
  else return false;
  return true;
};
