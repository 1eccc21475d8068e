import { randomUUID } from "node:crypto";
import { segmentsOf } from "../../domain/text/segments.js";
import { codeOf } from "./code-desk.js";
import type { Correspondence, Letter } from "./correspondence.js";
import type { FaultList } from "./fault-list.js";
import type { OptedOutNumbers } from "./opted-out-numbers.js";
import type { ReceiptPlans } from "./receipt-plans.js";
import type { SimulatedMessage } from "./simulated-message.js";
import { SnsError } from "./sns-error.js";
import type { ToldByService, ToldText } from "./told-text.js";

/** The sources of the page's facts. */
export interface InboxSources {
  readonly correspondence: Correspondence;
  readonly faults: FaultList;
  readonly receipts: ReceiptPlans;
  readonly optedOut: OptedOutNumbers;
  readonly costOf: (message: SimulatedMessage) => { readonly micros: number } | undefined;
  readonly told: ToldByService | undefined;
}

const mostAsked = 50;

const senderOf = ({ attributes }: SimulatedMessage): string | null =>
  attributes["AWS.SNS.SMS.SenderID"] ?? attributes["AWS.MM.SMS.OriginationNumber"] ?? null;

/** The page's data: lists that grow, the facts of one text, and what the service says of texts. */
export class Inbox {
  readonly #sources: InboxSources;
  /** Another one: the simulator was started again, and the page begins anew. */
  readonly #epoch = randomUUID();

  constructor(sources: InboxSources) {
    this.#sources = sources;
  }

  /** The texts since a happening, and the plans as they are. */
  news(after: number): object {
    const { correspondence, faults, receipts, optedOut, told } = this.#sources;
    return {
      epoch: this.#epoch,
      last: correspondence.last,
      letters: correspondence.after(after).map((letter) => this.#shown(letter)),
      faults: faults.list(),
      receipts: receipts.list(),
      optedOut: optedOut.page("").numbers,
      service: told !== undefined,
    };
  }

  /** The way of one text: its parts, the characters that cost, its attributes. */
  text(id: string): object {
    const letter = this.#sources.correspondence.find(id);
    if (letter === undefined || letter.kind === "reply")
      throw new SnsError(404, "NotFound", "No text here has this id");
    const { attributes, text } = letter.message;
    const { encoding, units, parts, offenders } = segmentsOf(text);
    return { messageId: id, encoding, units, parts, offenders, attributes };
  }

  /** Text by text; what is not told yet is left out. */
  async told(ids: readonly string[]): Promise<object> {
    const { told } = this.#sources;
    if (ids.length > mostAsked) throw new SnsError(400, "InvalidParameter", `At most ${mostAsked} ids at once`);
    const answers = await Promise.all(
      ids.map(async (id): Promise<[string, ToldText | undefined]> => [id, await told?.text(id).catch(() => undefined)]),
    );
    return { told: Object.fromEntries(answers.filter(([, answer]) => answer !== undefined)) };
  }

  async refusals(): Promise<object> {
    const { told } = this.#sources;
    return { refusals: (await told?.refusals().catch(() => [])) ?? [] };
  }

  #shown(letter: Letter): object {
    if (letter.kind === "reply") return letter;
    const { kind, serial, message, fate = null } = letter;
    const { messageId: id, phone, text, encoding, segments, at, attributes } = message;
    const type = attributes["AWS.SNS.SMS.SMSType"]?.toLowerCase() ?? null;
    const micros = this.#sources.costOf(message)?.micros ?? null;
    const code = codeOf(message) ?? null;
    return {
      kind,
      serial,
      id,
      phone,
      text,
      at,
      encoding,
      segments,
      type,
      sender: senderOf(message),
      code,
      micros,
      fate,
    };
  }
}
