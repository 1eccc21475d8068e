import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { segmentsOf } from "../../domain/segments.js";
import type { Encoding } from "../../domain/text.js";
import { inboxPage, inboxPolicy } from "./inbox-page.js";

export interface SimulatedMessage {
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly at: string;
}

const faultKinds = ["throttle", "reject", "slow", "cut", "500", "hang"] as const;
type FaultKind = (typeof faultKinds)[number];

interface Fault {
  readonly kind: FaultKind;
  /** The one number it is for; every number without it. */
  readonly number: string | undefined;
  readonly ms: number;
  left: number;
}

export interface SimulatorOptions {
  readonly host: string;
  readonly port: number;
  /** Outcome events for the inbox page to show beside the phones. */
  readonly outcomes?: () => readonly unknown[];
}

export interface Simulator {
  readonly url: string;
  close(): Promise<void>;
}

const mostMessages = 10_000;
const mostFaults = 1_000;
const largestBody = 256 * 1024;
const longestText = 1_600;
const longestDelayMs = 10 * 60_000;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Refusal(413, "RequestEntityTooLarge", `The body is over ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`).replace(/[^\P{Cc}\t\n\r]/gu, "\u{fffd}");

const namespace = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

const resultXml = (action: string, inner: string): string =>
  `<${action}Response ${namespace}><${action}Result>${inner}</${action}Result>` +
  `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;

const errorXml = ({ status, code, message }: Refusal): string =>
  `<ErrorResponse ${namespace}><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${escaped(code)}</Code>` +
  `<Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(type.startsWith("text/html") ? { "content-security-policy": inboxPolicy } : {}),
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(body);
};

const json = (response: ServerResponse, status: number, value: unknown): void =>
  answer(response, status, "application/json; charset=utf-8", JSON.stringify(value));

const e164 = /^\+[1-9]\d{6,14}$/u;

const numberFrom = (form: URLSearchParams, name: string): string => {
  const number = form.get(name) ?? "";
  if (!e164.test(number)) throw new Refusal(400, "InvalidParameter", `Invalid parameter: ${name} is no E.164 number`);
  return number;
};

/** `prefix.1.key`, `prefix.1.value`, `prefix.2.key`, … */
const entries = (form: URLSearchParams, prefix: string, key: string, value: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (let n = 1; form.has(`${prefix}.${n}.${key}`); n += 1) {
    found[form.get(`${prefix}.${n}.${key}`) ?? ""] = form.get(`${prefix}.${n}.${value}`) ?? "";
  }
  return found;
};

const faultFrom = (body: string): Fault => {
  const wrong = (message: string) => new Refusal(400, "InvalidFault", message);
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw wrong("The body is not JSON");
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw wrong("The body is not an object");
  const { kind, number, times, ms } = given as Record<string, unknown>;
  const known = faultKinds.find((candidate) => candidate === kind);
  if (known === undefined) throw wrong(`kind is one of ${faultKinds.join(", ")}`);
  if (number !== undefined && (typeof number !== "string" || !e164.test(number))) throw wrong("number is E.164");
  if (times !== undefined && !(Number.isInteger(times) && (times as number) > 0)) throw wrong("times is 1 or more");
  if (ms !== undefined && !(Number.isInteger(ms) && (ms as number) >= 0 && (ms as number) <= longestDelayMs)) {
    throw wrong(`ms is 0 to ${longestDelayMs}`);
  }
  return {
    kind: known,
    number: number as string | undefined,
    ms: (ms as number | undefined) ?? 1_000,
    left: (times as number | undefined) ?? Number.POSITIVE_INFINITY,
  };
};

/** A stand-in for SNS and for the phones behind it. It keeps the last 10,000 texts in memory and sends nothing anywhere. */
class Room {
  readonly #messages: SimulatedMessage[] = [];
  #faults: Fault[] = [];
  #smsAttributes: Record<string, string> = { MonthlySpendLimit: "1" };
  readonly #outcomes: () => readonly unknown[];
  readonly #closing: AbortSignal;

  constructor(outcomes: () => readonly unknown[], closing: AbortSignal) {
    this.#outcomes = outcomes;
    this.#closing = closing;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://simulator");
    switch (`${request.method} ${pathname}`) {
      case "POST /":
        return this.#sns(request, response);
      case "GET /":
        return answer(response, 200, "text/html; charset=utf-8", inboxPage);
      case "GET /api/messages":
        return json(response, 200, { messages: this.#to(searchParams.get("to")) });
      case "DELETE /api/messages":
        this.#messages.length = 0;
        return json(response, 200, { messages: [] });
      case "GET /api/outcomes":
        return json(response, 200, { outcomes: this.#outcomes() });
      case "PUT /api/faults":
        return this.#putFault(request, response);
      case "DELETE /api/faults":
        this.#faults = [];
        return json(response, 200, { faults: [] });
      default:
        return json(response, 404, { error: "NotFound", message: "There is nothing here" });
    }
  }

  #to(number: string | null): readonly SimulatedMessage[] {
    // In a query string a bare + is a space.
    const wanted = number?.trim().replace(/^(?=\d)/u, "+");
    return wanted === undefined ? this.#messages : this.#messages.filter(({ phone }) => phone === wanted);
  }

  async #putFault(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const fault = faultFrom(await bodyOf(request));
      if (this.#faults.length >= mostFaults) throw new Refusal(409, "TooManyFaults", `There are ${mostFaults} already`);
      this.#faults.push(fault);
      const { left, ...shown } = fault;
      json(response, 200, Number.isFinite(left) ? { ...shown, times: left } : shown);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      json(response, error.status, { error: error.code, message: error.message });
    }
  }

  async #sns(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const form = new URLSearchParams(await bodyOf(request));
      const action = form.get("Action") ?? "";
      const inner = action === "Publish" ? await this.#publish(form, response) : this.#manage(action, form);
      if (inner !== undefined) answer(response, 200, "text/xml", resultXml(action, inner));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(response, error.status, "text/xml", errorXml(error));
    }
  }

  /** undefined: no answer is to be given. */
  async #publish(form: URLSearchParams, response: ServerResponse): Promise<string | undefined> {
    const phone = numberFrom(form, "PhoneNumber");
    const text = form.get("Message") ?? "";
    if (text === "") throw new Refusal(400, "InvalidParameter", "Invalid parameter: Empty message");
    if (text.length > longestText || Buffer.byteLength(text) > longestText) {
      throw new Refusal(400, "InvalidParameter", "Invalid parameter: Message too long");
    }
    const fault = this.#strike(phone);
    switch (fault?.kind) {
      case "throttle":
        throw new Refusal(429, "Throttled", "Rate exceeded");
      case "reject":
        throw new Refusal(400, "InvalidParameter", "Invalid parameter: PhoneNumber Reason: refused by a fault");
      case "500":
        throw new Refusal(500, "InternalError", "A fault was asked for");
      case "hang":
        return undefined;
      case "cut":
        this.#keep(phone, text, form);
        response.destroy();
        return undefined;
      case "slow":
        await sleep(fault.ms, undefined, { signal: this.#closing });
    }
    return `<MessageId>${this.#keep(phone, text, form)}</MessageId>`;
  }

  #strike(phone: string): Fault | undefined {
    const fault = this.#faults.find(({ number }) => number === undefined || number === phone);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults = this.#faults.filter((other) => other !== fault);
    return fault;
  }

  #keep(phone: string, text: string, form: URLSearchParams): string {
    const attributes = entries(form, "MessageAttributes.entry", "Name", "Value.StringValue");
    const { encoding, parts } = segmentsOf(text);
    const messageId = randomUUID();
    this.#messages.push({
      messageId,
      phone,
      text,
      attributes,
      encoding,
      segments: parts.length,
      at: new Date().toISOString(),
    });
    if (this.#messages.length > mostMessages) this.#messages.shift();
    return messageId;
  }

  /** Nobody opts out of a simulated phone, so the opt-out list is always empty. */
  #manage(action: string, form: URLSearchParams): string {
    switch (action) {
      case "SetSMSAttributes":
        this.#smsAttributes = { ...this.#smsAttributes, ...entries(form, "attributes.entry", "key", "value") };
        return "";
      case "GetSMSAttributes":
        return `<attributes>${Object.entries(this.#smsAttributes)
          .map(([key, value]) => `<entry><key>${escaped(key)}</key><value>${escaped(value)}</value></entry>`)
          .join("")}</attributes>`;
      case "CheckIfPhoneNumberIsOptedOut":
        numberFrom(form, "phoneNumber");
        return "<isOptedOut>false</isOptedOut>";
      case "ListPhoneNumbersOptedOut":
        return "<phoneNumbers/>";
      case "OptInPhoneNumber":
        numberFrom(form, "phoneNumber");
        return "";
      default:
        throw new Refusal(400, "InvalidAction", "The simulator does not know this action");
    }
  }
}

export const startSimulator = async ({ host, port, outcomes = () => [] }: SimulatorOptions): Promise<Simulator> => {
  const closing = new AbortController();
  const room = new Room(outcomes, closing.signal);
  const server = createServer((request, response) => {
    room.serve(request, response).catch(() => {
      if (response.headersSent || closing.signal.aborted) response.destroy();
      else json(response, 500, { error: "InternalError", message: "The simulator failed" });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
