import { randomUUID } from "node:crypto";
import { segmentsOf } from "../../domain/text/segments.js";
import type { SimulatedMessage } from "./simulated-message.js";

const mostMessages = 10_000;

/** The texts that are asked for. */
export interface TextsAsked {
  readonly to?: string | undefined;
  /** A text or number holds it, in capitals or not. */
  readonly search?: string | undefined;
  /** Ms; texts of then and later. */
  readonly since?: number | undefined;
  readonly limit?: number | undefined;
  /** A page's `next`: texts that came later than that page's. */
  readonly after?: number | undefined;
}

/** The phones' memory: the last 10,000 texts, oldest first. */
export class Phones {
  readonly #messages = new Map<string, { readonly serial: number; readonly message: SimulatedMessage }>();
  readonly #now: () => number;
  #serial = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `arrives` false: the provider took it, and the phone never sees it. */
  keep(phone: string, text: string, attributes: Readonly<Record<string, string>>, arrives = true): SimulatedMessage {
    const { encoding, parts } = segmentsOf(text);
    const message: SimulatedMessage = {
      messageId: randomUUID(),
      phone,
      text,
      attributes,
      encoding,
      segments: parts.length,
      at: new Date(this.#now()).toISOString(),
    };
    this.#serial += 1;
    if (arrives) this.#messages.set(message.messageId, { serial: this.#serial, message });
    if (this.#messages.size > mostMessages) this.#messages.delete(this.#messages.keys().next().value!);
    return message;
  }

  list(to?: string | undefined): readonly SimulatedMessage[] {
    return this.page({ to }).messages;
  }

  /** `next` is there where more texts follow. */
  page(asked: TextsAsked): { readonly messages: readonly SimulatedMessage[]; readonly next?: number } {
    const { to, since = 0, limit = mostMessages, after = 0 } = asked;
    const search = asked.search?.toLowerCase() ?? "";
    const fitting = [...this.#messages.values()].filter(
      ({ serial, message: { phone, text, at } }) =>
        serial > after &&
        (to === undefined || phone === to) &&
        (since === 0 || Date.parse(at) >= since) &&
        (search === "" || text.toLowerCase().includes(search) || phone.includes(search)),
    );
    const page = fitting.slice(0, limit);
    const messages = page.map(({ message }) => message);
    return page.length < fitting.length ? { messages, next: page.at(-1)!.serial } : { messages };
  }

  find(messageId: string): SimulatedMessage | undefined {
    return this.#messages.get(messageId)?.message;
  }

  remove(messageId: string): boolean {
    return this.#messages.delete(messageId);
  }

  /** All texts, or those to one phone. */
  clear(to?: string | undefined): void {
    if (to === undefined) this.#messages.clear();
    else for (const [id, { message }] of this.#messages) if (message.phone === to) this.#messages.delete(id);
  }
}
