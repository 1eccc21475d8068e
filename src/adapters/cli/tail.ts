import type { Clock } from "../../application/ports/clock.js";
import { errorText } from "../../domain/error-text.js";
import { unknownTopic } from "../../domain/unknown-topic.js";
import { refused, type ServiceAnswer, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

const outcomes = ["sms.sent", "sms.failed", "sms.delivered", "sms.undelivered"];
/** Every topic that the service writes. */
const followed = [
  ...[...outcomes, "sms.deferred", "otp.verified", "otp.exhausted", "sms.budget_warning", "sms.consent"],
  ...["campaign.state_changed", "webhook.disabled", "sms.dead-letter"],
];
const everyMs = 500;

/** One event as `sms tail` tells it. */
export interface TailedEvent {
  readonly topic: string;
  readonly partition?: number;
  readonly offset: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly value: unknown;
}

/** The events that came to the topics since the last call, oldest first; none at the first call. Rejects when nobody tells. */
export type NewEvents = (topics: readonly string[]) => Promise<readonly TailedEvent[]>;

interface TailNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "sleep">;
  /** Reads Kafka; undefined where the environment names no broker. */
  readonly newEvents: () => Promise<NewEvents | undefined>;
}

class Refused extends Error {
  readonly answer: ServiceAnswer;

  constructor(answer: ServiceAnswer) {
    super("The service refused");
    this.answer = answer;
  }
}

/** The embedded bus keeps its events: those seen before are left out here. */
const ofService = (call: ServiceClient): NewEvents => {
  const seen = new Map<string, bigint>();
  return async (topics) => {
    const found: TailedEvent[] = [];
    for (const topic of topics) {
      const answer = await call("GET", `/v1/events?topic=${topic}`);
      if (answer.status !== 200) throw new Refused(answer);
      const before = seen.get(topic);
      const events = answer.body["events"] as readonly TailedEvent[];
      seen.set(
        topic,
        events.reduce((most, { offset }) => (BigInt(offset) > most ? BigInt(offset) : most), before ?? -1n),
      );
      // Earlier events are left to `sms find`.
      if (before !== undefined) found.push(...events.filter(({ offset }) => BigInt(offset) > before));
    }
    return found;
  };
};

/** One event for a person; the number stays out of a screen that others see. */
const line = ({ timestamp, topic, value }: TailedEvent): string => {
  const told = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { because, class: of, detail, level, reason, scope, state, template, until } = told;
  const id = told["messageId"] ?? told["campaignId"] ?? told["webhookId"];
  const spent = level == null ? undefined : `${level} % of ${scope}`;
  const waits = until == null ? undefined : `until ${until}`;
  const why = reason == null || detail == null ? reason : `${reason}: ${detail}`;
  return [timestamp.slice(11, 19), topic.padEnd(15), id, of, template, state, spent, waits, because, why]
    .filter((word) => word != null)
    .join("  ");
};

/** `sms tail [--topic T]`: outcomes from now on, until it is interrupted or nobody tells them any more. */
export const tail = async (
  { call, clock, newEvents }: TailNeeds,
  { topic, json }: { readonly topic?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> => {
  if (topic !== undefined && !followed.includes(topic)) {
    terminal.errors.write(`sms tail: ${unknownTopic(topic, followed)}\n`);
    return 2;
  }
  const onKafka = await newEvents();
  const look = onKafka ?? ofService(call);
  for (;;) {
    try {
      for (const event of await look(topic === undefined ? outcomes : [topic]))
        terminal.output.write(`${json === true ? JSON.stringify(event) : line(event)}\n`);
    } catch (error) {
      if (error instanceof Refused) return refused(terminal, error.answer, json === true);
      if (onKafka === undefined) throw error;
      terminal.errors.write(`sms tail: Kafka cannot be read: ${errorText(error)}\n`);
      return 1;
    }
    await clock.sleep(everyMs);
  }
};
