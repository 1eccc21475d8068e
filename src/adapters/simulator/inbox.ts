import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "./exchange.js";
import type { FaultList } from "./fault-list.js";
import type { Phones } from "./phones.js";
import type { SimulatedMessage } from "./simulated-message.js";

/** The sources of the inbox page's facts. */
export interface InboxSources {
  readonly phones: Phones;
  readonly faults: FaultList;
  readonly outcomes: () => readonly unknown[];
  readonly costOf: (message: SimulatedMessage) => { readonly micros: number } | undefined;
}

/** A page that shows more is of no use, and is asked for twice a second. */
const mostShown = 300;

/** `$0.00645` of 6450: exact, at least two decimals. */
const dollars = (micros: number): string => {
  const digits = String(micros).padStart(7, "0");
  const decimals = digits.slice(-6).replace(/0{1,4}$/u, "");
  return `$${digits.slice(0, -6)}.${decimals}`;
};

/** All the data of the page, or 304 when the page has it already. */
export const answerInbox = (request: IncomingMessage, response: ServerResponse, sources: InboxSources): void => {
  const { phones, faults, outcomes, costOf } = sources;
  const all = phones.list();
  const messages = all.slice(-mostShown).map((message) => {
    const cost = costOf(message);
    return { ...message, cost: cost === undefined ? null : dollars(cost.micros) };
  });
  const body = JSON.stringify({
    total: all.length,
    messages,
    outcomes: outcomes().slice(-mostShown),
    faults: faults.list(),
  });
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const known = request.headers["if-none-match"] === etag;
  answer(response, known ? 304 : 200, "application/json; charset=utf-8", known ? "" : body, { etag });
};
