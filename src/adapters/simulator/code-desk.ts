import type { Happenings } from "./happenings.js";
import type { Phones } from "./phones.js";
import type { SimulatedMessage } from "./simulated-message.js";
import { textCode } from "./text-code.js";

export interface FoundCode {
  readonly code: string;
  readonly text: string;
  readonly messageId: string;
}

/** An offer's code is none to log in with. */
export const codeOf = ({ text, attributes }: SimulatedMessage): string | undefined =>
  attributes["AWS.SNS.SMS.SMSType"] === "Promotional" ? undefined : textCode(text);

/** Hands out the codes that reach a phone, so that a test need not read texts. */
export class CodeDesk {
  readonly #phones: Phones;
  readonly #happenings: Happenings;
  readonly #given = new WeakSet<SimulatedMessage>();

  constructor(phones: Phones, happenings: Happenings) {
    this.#phones = phones;
    this.#happenings = happenings;
  }

  /**
   * With `since` (ms), the first code of then or later, however often it is asked for. Without, the newest that was not handed
   * out yet. Waits `ms` for one that is not there; undefined: none came, or whoever asked is gone.
   */
  next(to: string, since: number | undefined, ms: number, gone: AbortSignal): Promise<FoundCode | undefined> {
    const there = this.#find(to, since);
    if (there !== undefined || ms === 0) return Promise.resolve(there);
    return new Promise((resolve) => {
      const end = (found?: FoundCode): void => {
        clearTimeout(deadline);
        leave();
        gone.removeEventListener("abort", left);
        resolve(found);
      };
      const left = () => end();
      const deadline = setTimeout(left, ms);
      const leave = this.#happenings.listen(({ kind, data }) => {
        if (kind !== "message" || data.phone !== to || (since !== undefined && Date.parse(data.at) < since)) return;
        const code = codeOf(data);
        if (code !== undefined) end(this.#handOut(code, data));
      });
      gone.addEventListener("abort", left);
    });
  }

  #find(to: string, since: number | undefined): FoundCode | undefined {
    const held = this.#phones.page({ to, since }).messages.filter((message) => codeOf(message) !== undefined);
    const message = since === undefined ? held.at(-1) : held[0];
    if (message === undefined || (since === undefined && this.#given.has(message))) return undefined;
    // Older ones are codes that nobody waits for any more.
    for (const older of held.slice(0, held.indexOf(message))) this.#given.add(older);
    return this.#handOut(codeOf(message)!, message);
  }

  #handOut(code: string, message: SimulatedMessage): FoundCode {
    this.#given.add(message);
    return { code, text: message.text, messageId: message.messageId };
  }
}
