import { jsonObject } from "./json-object.js";
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

export class ServiceAway extends Error {
  override readonly name = "ServiceAway";
}

const longestMs = 30_000;
/** A file of a million rows over a slow line, and its check. */
const longestFileMs = 3_600_000;

/** The service's address and a key, as a command line names them. */
export interface Reach {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  /** The reason of a change, for the audit trail. */
  readonly because?: string | undefined;
}

/** `given` is asked at each call: the command line goes before the environment. */
export const createServiceClient = (
  environment: Terminal["environment"],
  given: () => Reach = () => ({}),
): ServiceClient => {
  return async (method, path, body, headers = {}) => {
    const reach = given();
    const base = reach.url ?? (environment["SMS_URL"] || "http://127.0.0.1:8080");
    const key = reach.key ?? environment["SMS_API_KEY"];
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${base.replace(/\/+$/, "")}${path}`, {
        method,
        signal: AbortSignal.timeout(body instanceof Uint8Array ? longestFileMs : longestMs),
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(reach.because === undefined ? {} : { "audit-reason": encodeURIComponent(reach.because) }),
        },
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      text = await response.text();
    } catch {
      throw new ServiceAway(
        `No service answers at ${base}; start it with \`npm start\` or \`sms serve\`, or name another with --url or SMS_URL`,
      );
    }
    const { status } = response;
    return { status, body: jsonObject(text) ?? { detail: `HTTP ${status}, and no JSON: is ${base} this service?` } };
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
  return 1;
};
