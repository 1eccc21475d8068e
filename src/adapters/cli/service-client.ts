import { shownText } from "../../domain/text/shown-text.js";
import { jsonObject } from "../../domain/json-object.js";
import { type Reach, reachOf } from "./reach.js";
import { awayFrom, ServiceAway } from "./service-away.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface ServiceAnswer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls the running service; bytes go as they are, all else as JSON. Rejects with `ServiceAway` when nothing answers there. */
export type ServiceClient = (
  method: "DELETE" | "GET" | "PATCH" | "POST",
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ServiceAnswer>;

const longestMs = 30_000;
const longestPlace = 200;
/** A file of a million rows over a slow line, and its check. */
const longestFileMs = 3_600_000;

/** An answer as HTTP brings it. */
interface Heard {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Waits as long as a check of many rows may take: the platform's `fetch` gives up 300 s after the last byte was sent. */
const sendFile = async (url: string, { headers, method }: Asked, body: Uint8Array): Promise<Heard> => {
  const { request } = await import("undici");
  const answer = await request(url, {
    ...{ method: method as "POST", headers, body, reset: true, signal: AbortSignal.timeout(longestFileMs) },
    ...{ headersTimeout: longestFileMs, bodyTimeout: longestFileMs },
  });
  const { location } = answer.headers;
  return {
    status: answer.statusCode,
    location: typeof location === "string" ? location : null,
    text: await answer.body.text(),
  };
};

const sendJson = async (url: string, asked: Asked, body: unknown): Promise<Heard> => {
  const answer = await fetch(url, {
    ...asked,
    // Whoever follows a redirect repeats a POST as a GET: a change would be asked for, and not made.
    redirect: "manual",
    signal: AbortSignal.timeout(longestMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
};

/**
 * The answer of whoever listens at `base`: its JSON, else a sentence that says there is none. Throws `ServiceAway` where
 * something else says that all is well, such as a page that asks for a login: nothing was done.
 */
export const answerOf = (base: string, { location, status, text }: Heard): ServiceAnswer => {
  const body = jsonObject(text);
  if (body !== undefined) return { status, body };
  if (status >= 300 && status < 400 && location !== null)
    throw new ServiceAway(`${base} leads to ${shownText(location, longestPlace)}; name that with --url or SMS_URL`);
  const detail = `HTTP ${status}, and no JSON: is ${base} this service?`;
  if (status < 400) throw new ServiceAway(detail);
  return { status, body: { detail } };
};

/** `given` is asked at each call: the command line goes before the environment. */
export const createServiceClient = (
  environment: Terminal["environment"],
  given: () => Reach = () => ({}),
): ServiceClient => {
  return async (method, path, body, headers = {}) => {
    const { base, headers: own, urlOf } = reachOf(environment, given());
    const url = urlOf(path);
    const asked: Asked = {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers, ...own },
    };
    const isFile = body instanceof Uint8Array;
    const answered = isFile ? sendFile(url, asked, body) : sendJson(url, asked, body);
    const heard = await answered.catch((error: unknown) => {
      throw awayFrom(base, error, isFile ? longestFileMs : longestMs);
    });
    return answerOf(base, heard);
  };
};

/** Prints the service's refusal: its document on one line with --json, else a sentence and a line per faulty field. */
export const refused = ({ errors, output }: Terminal, { status, body }: ServiceAnswer, json: boolean): ExitCode => {
  if (json) {
    output.write(`${JSON.stringify({ status, ...body })}\n`);
    return 1;
  }
  errors.write(`${body["code"] ?? `HTTP ${status}`}: ${body["detail"] ?? "no detail given"}\n`);
  const faults = Array.isArray(body["errors"]) ? body["errors"] : [];
  for (const { pointer, message } of faults) errors.write(`  ${pointer || "/"}: ${message}\n`);
  if (status === 401) errors.write("  name the key with --key or SMS_API_KEY\n");
  return 1;
};
