import { setTimeout as sleep } from "node:timers/promises";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface SendOptions {
  readonly to: string;
  readonly text?: string | undefined;
  readonly template?: string | undefined;
  /** A JSON object. */
  readonly variables?: string | undefined;
  readonly class?: string | undefined;
  readonly locale?: string | undefined;
  readonly sender?: string | undefined;
  readonly optimize?: boolean | undefined;
  readonly maxParts?: string | undefined;
  readonly sendAt?: string | undefined;
  readonly reference?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Return when the outcome is known, not when it is accepted. */
  readonly wait?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const longestWaitMs = 10 * 60_000;
const everyMs = 200;
const ended = new Set(["sent", "failed", "in-doubt"]);

/** The `sms.requested` payload that the options make; a string says what is wrong with them. */
export const requestBody = (options: Omit<SendOptions, "wait" | "json" | "idempotencyKey">): object | string => {
  const { to, text, template, variables, maxParts, sender, optimize, sendAt, reference } = options;
  if ((text === undefined) === (template === undefined)) return "give either a text or --template NAME";
  let parsed: unknown;
  try {
    parsed = variables === undefined ? undefined : JSON.parse(variables);
  } catch {
    return `--variables is no JSON object, such as '{"order_number":"ORD-1"}'`;
  }
  return {
    ...{ to, text, template, variables: parsed, class: options.class, locale: options.locale, senderId: sender },
    ...{ optimize, maxParts: maxParts === undefined ? undefined : Number(maxParts), sendAt, reference },
  };
};

/** `sms send`: through the running service; prints the message's id, or the whole answer with --json. */
export const send = async (call: ServiceClient, options: SendOptions, terminal: Terminal): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const body = requestBody(options);
  if (typeof body === "string") {
    errors.write(`sms send: ${body}\n`);
    return 2;
  }
  const key = options.idempotencyKey;
  const taken = await call("POST", "/v1/messages", body, key === undefined ? {} : { "idempotency-key": key });
  if (taken.status !== 202) return refused(terminal, taken);
  const id = String(taken.body["messageId"]);
  if (options.wait !== true) {
    const { segments, encoding } = taken.body;
    output.write(
      options.json === true
        ? `${JSON.stringify(taken.body)}\n`
        : `accepted ${id} (${encoding ?? "unknown encoding"}, ${segments ?? "?"} ${segments === 1 ? "part" : "parts"}); follow it with: sms explain ${id}\n`,
    );
    return 0;
  }
  const until = performance.now() + longestWaitMs;
  for (;;) {
    const { body: message } = await call("GET", `/v1/messages/${id}`);
    const state = String(message["state"]);
    if (ended.has(state)) {
      const outcome = message["outcome"] as { reason?: string; detail?: string } | null;
      const why = outcome?.reason ? `: ${outcome.reason}, ${outcome.detail}` : "";
      output.write(options.json === true ? `${JSON.stringify(message)}\n` : `${state} ${id}${why}\n`);
      return state === "sent" ? 0 : 1;
    }
    if (performance.now() > until) {
      errors.write(
        `sms send: ${id} is still ${state} after ${longestWaitMs / 60_000} minutes; see: sms explain ${id}\n`,
      );
      return 1;
    }
    await sleep(everyMs);
  }
};
