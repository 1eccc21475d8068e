import type { Clock } from "../../application/ports/clock.js";
import { askedPatiently } from "./asked-patiently.js";
import { jsonObject } from "../../domain/json-object.js";
import { noVariables } from "./no-variables.js";
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

export interface SendNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
}

interface Ended {
  readonly reason?: string | null;
  readonly detail?: string;
  readonly providerMessageId?: string | null;
}

const longestWaitMs = 10 * 60_000;
const everyMs = 200;
const ended = new Set(["sent", "failed", "in-doubt"]);

/** The `sms.requested` payload that the options make; a string names their fault. */
export const requestBody = (options: Omit<SendOptions, "wait" | "json" | "idempotencyKey">): object | string => {
  const { to, text, template, variables, maxParts, sender, optimize, sendAt, reference } = options;
  if ((text === undefined) === (template === undefined)) return "give either a text or --template NAME";
  const parsed = variables === undefined ? undefined : jsonObject(variables);
  if (variables !== undefined && parsed === undefined) return noVariables;
  // Not a number would travel as null, which is as good as left out.
  if (maxParts !== undefined && !/^\d+$/.test(maxParts)) return "--max-parts must be a whole number";
  return {
    ...{ to, text, template, variables: parsed, class: options.class, locale: options.locale, senderId: sender },
    ...{ optimize, maxParts: maxParts === undefined ? undefined : Number(maxParts), sendAt, reference },
  };
};

/** A text that waits may go out when nobody watches: the reason is told, and the text is no longer followed. */
const waits = ({ until, because }: Readonly<Record<string, unknown>>): string =>
  typeof until === "string" ? `waits until ${until}, because ${String(because)}` : "waits in the schedule";

/** Asks until the message has ended, or waits for its time. A service that goes away may come back: the message is not lost. */
const outcome = async (
  { call, clock }: SendNeeds,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  let state = "received";
  for (const until = clock.monotonic() + longestWaitMs; clock.monotonic() <= until; await clock.sleep(everyMs)) {
    const answer = await askedPatiently(call, `/v1/messages/${id}`);
    if (answer === undefined) continue;
    if (answer.status !== 200) {
      errors.write(`sms send: ${id} is accepted, but it cannot be followed\n`);
      return refused(terminal, answer, json);
    }
    const { body } = answer;
    state = String(body["state"]);
    if (state === "deferred") {
      output.write(json ? `${JSON.stringify(body)}\n` : `${id} ${waits(body)}; see: sms explain ${id}\n`);
      return 0;
    }
    if (!ended.has(state)) continue;
    const { detail, providerMessageId, reason } = (body["outcome"] ?? {}) as Ended;
    const why = reason ? `: ${reason}, ${detail}` : "";
    const known = providerMessageId ? ` (provider id ${providerMessageId})` : "";
    output.write(json ? `${JSON.stringify(body)}\n` : `${state} ${id}${known}${why}\n`);
    return state === "sent" ? 0 : 1;
  }
  errors.write(`sms send: ${id} is still ${state} after ${longestWaitMs / 60_000} minutes; see: sms explain ${id}\n`);
  return 1;
};

/** `sms send`: through the running service; prints the message's id, or the whole answer with --json. */
export const send = async (needs: SendNeeds, options: SendOptions, terminal: Terminal): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const body = requestBody(options);
  if (typeof body === "string") {
    errors.write(`sms send: ${body}\n`);
    return 2;
  }
  const key = options.idempotencyKey;
  const taken = await needs.call("POST", "/v1/messages", body, key === undefined ? {} : { "idempotency-key": key });
  if (taken.status !== 202) return refused(terminal, taken, options.json === true);
  const id = String(taken.body["messageId"]);
  const json = options.json === true;
  const { segments, encoding, until } = taken.body;
  const size = `${encoding ?? "unknown encoding"}, ${segments ?? "?"} ${segments === 1 ? "part" : "parts"}`;
  if (options.wait === true) {
    // At once, so that who breaks off can still follow it. With --json the output is the outcome alone.
    (json ? errors : output).write(`accepted ${id} (${size})\n`);
    return outcome(needs, id, json, terminal);
  }
  const later = until === undefined ? "" : `; it ${waits(taken.body)}`;
  output.write(
    json ? `${JSON.stringify(taken.body)}\n` : `accepted ${id} (${size})${later}; follow it with: sms explain ${id}\n`,
  );
  return 0;
};
