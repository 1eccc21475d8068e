import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { CodeDesk } from "./code-desk.js";
import { answerEvents } from "./event-stream.js";
import { answerJson, bodyOf } from "./exchange.js";
import type { Happenings } from "./happenings.js";
import type { OptedOutNumbers } from "./opted-out-numbers.js";
import type { Phones } from "./phones.js";
import { Query } from "./query.js";
import { SnsError } from "./sns-error.js";
import { type Reply, replyFrom, type TellReply } from "./reply.js";

export interface PhoneApiNeeds {
  readonly phones: Phones;
  readonly happenings: Happenings;
  readonly optedOut: OptedOutNumbers;
  readonly tellReply: TellReply | undefined;
  readonly now: () => number;
}

const mostTexts = 10_000;
const mostListeners = 1_000;
const usualWaitMs = 30_000;
const longestWaitMs = 600_000;
/** Nobody waits longer in seconds; larger numbers are milliseconds, as test runners write timeouts. */
const mostSeconds = 120;

const nothing = () => new SnsError(404, "NotFound", "There is nothing here");
const noText = () => new SnsError(404, "NotFound", "No text here has this id: it was deleted, or never arrived");

const waitMs = (query: Query): number => {
  const given = query.whole("timeout", 0, longestWaitMs);
  if (given === undefined) return usualWaitMs;
  return given <= mostSeconds ? given * 1_000 : given;
};

/** The phones' API for programs: texts, codes, replies, and all that happens. */
export class PhoneApi {
  readonly #needs: PhoneApiNeeds;
  readonly #codes: CodeDesk;

  constructor(needs: PhoneApiNeeds) {
    this.#needs = needs;
    this.#codes = new CodeDesk(needs.phones, needs.happenings);
  }

  async serve(path: string, given: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { phones, happenings } = this.#needs;
    const query = (...known: readonly string[]) => new Query(given, known);
    const id = /^\/api\/messages\/([^/]{1,100})$/u.exec(path)?.[1];
    const known = id === undefined ? path : "/api/messages/{id}";
    switch (`${request.method} ${known}`) {
      case "GET /api/messages":
        return answerJson(response, 200, this.#page(query("to", "search", "since", "limit", "cursor")));
      case "DELETE /api/messages": {
        const phone = query("to").number("to");
        phones.clear(phone);
        happenings.tell({ kind: "deleted", data: { messageId: null, ...(phone === undefined ? {} : { phone }) } });
        return answerJson(response, 200, { messages: phones.list(phone) });
      }
      case "GET /api/messages/{id}": {
        query();
        const message = phones.find(id ?? "");
        if (message === undefined) throw noText();
        return answerJson(response, 200, message);
      }
      case "DELETE /api/messages/{id}":
        query();
        if (!phones.remove(id ?? "")) throw noText();
        happenings.tell({ kind: "deleted", data: { messageId: id } });
        return answerJson(response, 200, { messageId: id });
      case "GET /api/code":
        return this.#code(query("to", "since", "timeout"), response);
      case "POST /api/replies":
        query();
        return answerJson(response, 202, await this.#reply(await bodyOf(request)));
      case "GET /api/events":
        query();
        this.#refuseCrowd();
        return answerEvents(request, response, happenings);
      default:
        throw nothing();
    }
  }

  #page(query: Query): object {
    const { next, messages } = this.#needs.phones.page({
      to: query.number("to"),
      search: query.text("search", 200),
      since: query.instant("since"),
      limit: query.whole("limit", 1, mostTexts),
      after: query.whole("cursor", 0, 999_999_999),
    });
    return { messages, next: next?.toString() };
  }

  /** Every listener is told of every text. */
  #refuseCrowd(): void {
    if (this.#needs.happenings.listeners >= mostListeners)
      throw new SnsError(503, "TooManyListeners", `${mostListeners} calls wait or listen already; end some`);
  }

  async #code(query: Query, response: ServerResponse): Promise<void> {
    const to = query.number("to");
    if (to === undefined) throw new SnsError(400, "InvalidParameter", "to is missing: whose code?");
    const since = query.instant("since");
    const ms = waitMs(query);
    this.#refuseCrowd();
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const found = await this.#codes.next(to, since, ms, gone.signal);
    if (gone.signal.aborted) return;
    if (found === undefined) throw new SnsError(408, "NoCode", `No code reached this phone within ${ms} ms`);
    answerJson(response, 200, found);
  }

  async #reply(body: string): Promise<object> {
    const { happenings, now, optedOut, tellReply } = this.#needs;
    const reply: Reply = { inboundId: randomUUID(), ...replyFrom(body), at: new Date(now()).toISOString() };
    // As at AWS: the list hears it first, and whether or not anybody else does.
    optedOut.hear(reply.phone, reply.text);
    const answer = { ...reply, optedOut: optedOut.has(reply.phone), delivered: tellReply !== undefined };
    try {
      await tellReply?.(reply);
    } catch (error) {
      happenings.tell({ kind: "reply", data: { ...answer, delivered: false } });
      throw new SnsError(502, "NotDelivered", error instanceof Error ? error.message : "The service was not told");
    }
    happenings.tell({ kind: "reply", data: answer });
    return answer;
  }
}
