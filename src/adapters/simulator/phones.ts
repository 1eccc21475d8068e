import { randomUUID } from "node:crypto";
import { segmentsOf } from "../../domain/text/segments.js";
import type { SimulatedMessage } from "./simulated-message.js";

const mostMessages = 10_000;

/** The phones' memory: the last 10,000 texts, oldest first. */
export class Phones {
  readonly #messages: SimulatedMessage[] = [];

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
      at: new Date().toISOString(),
    };
    if (arrives) this.#messages.push(message);
    if (this.#messages.length > mostMessages) this.#messages.shift();
    return message;
  }

  list(to?: string | undefined): readonly SimulatedMessage[] {
    return to === undefined ? this.#messages : this.#messages.filter(({ phone }) => phone === to);
  }

  clear(): void {
    this.#messages.length = 0;
  }
}
