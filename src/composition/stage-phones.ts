import type { Fault } from "../adapters/simulator/fault-list.js";
import type { ReceiptPlan } from "../adapters/simulator/receipt-plans.js";
import type { SimulatedMessage } from "../adapters/simulator/simulated-message.js";
import { StageError } from "./stage-error.js";

type Answer = Readonly<Record<string, unknown>>;

/** The numbers a fault or a plan is for: every number without `number`; until it is lifted without `times`. */
export type FaultOptions = Partial<Omit<Fault, "kind">>;
export type ReceiptOptions = Partial<Omit<ReceiptPlan, "status">>;

/** The result of a phone's reply. */
export interface RepliedText {
  readonly inboundId: string;
  /** The account's opt-out list has the phone now. */
  readonly optedOut: boolean;
}

/** The phones of a stage. */
export interface StagePhones {
  /** Texts that reached the phones, or one phone, oldest first. */
  texts(to?: string): Promise<readonly SimulatedMessage[]>;
  /** Sending goes wrong, until `clear`, or `times` times. */
  fault(kind: Fault["kind"], options?: FaultOptions): Promise<void>;
  /** The fate of texts from now on, until `clear`, or for `times` texts. */
  receipt(status: ReceiptPlan["status"], options?: ReceiptOptions): Promise<void>;
  /** Writes a text as the phone's owner; resolves once the service is sure to hear it. */
  reply(from: string, text: string, to?: string): Promise<RepliedText>;
}

interface AllPhones extends StagePhones {
  /** The newest code that was not handed out yet; with `since`, the first of then or later. */
  nextCode(to: string, since: Date | undefined): Promise<string | undefined>;
  /** Deletes texts and plans. */
  empty(): Promise<void>;
  liftFaults(): Promise<void>;
}

/** Calls the simulator's own API: a stage does nothing that a test in another language could not. */
export const stagePhones = (inbox: string): AllPhones => {
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(`${inbox}/api/${path}`, { method, headers: { "content-type": "application/json" }, ...given });
  };
  const answerOf = async (response: Response): Promise<Answer> => {
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new StageError("refused", String(answer["message"]));
    return answer;
  };
  const call = async (method: string, path: string, body?: object): Promise<Answer> =>
    answerOf(await ask(method, path, body));
  return {
    texts: async (to) => {
      const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`;
      return (await call("GET", `messages${query}`))["messages"] as readonly SimulatedMessage[];
    },
    fault: async (kind, options) => {
      await call("PUT", "faults", { ...options, kind });
    },
    receipt: async (status, options) => {
      await call("PUT", "receipts", { ...options, status });
    },
    reply: async (phone, text, to) => {
      const { inboundId, optedOut } = await call("POST", "replies", { phone, text, to });
      return { inboundId: String(inboundId), optedOut: optedOut === true };
    },
    nextCode: async (to, since) => {
      const from = since === undefined ? "" : `&since=${encodeURIComponent(since.toISOString())}`;
      const response = await ask("GET", `code?to=${encodeURIComponent(to)}&timeout=0${from}`);
      if (response.status !== 408) return String((await answerOf(response))["code"]);
      await response.arrayBuffer();
      return undefined;
    },
    empty: async () => {
      await call("DELETE", "messages");
      await call("DELETE", "receipts");
    },
    liftFaults: async () => {
      await call("DELETE", "faults");
    },
  };
};
