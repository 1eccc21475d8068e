import type { Clock } from "../ports/clock.js";
import { type EventPublisher, EventsUnavailable } from "../ports/event-publisher.js";

interface TellNeeds {
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
}

interface TellingEvent {
  readonly topic: string;
  readonly id: string;
  /** Keyed hash of the number it is about. */
  readonly key: string;
  readonly payload: unknown;
}

/**
 * Publishes the event a door was told; resolves with the event's identity once it is durable. Rejects with
 * `EventsUnavailable`.
 */
export type TellEvent = (event: TellingEvent) => Promise<string>;

const source = "/sms-service/http";

export const createTellEvent =
  ({ clock, eventPublisher }: TellNeeds): TellEvent =>
  async ({ topic, id, key, payload }) => {
    await eventPublisher
      .publish({
        topic,
        key,
        value: JSON.stringify(payload),
        headers: {
          ce_specversion: "1.0",
          ce_id: id,
          ce_source: source,
          ce_type: topic,
          ce_time: clock.now().toISOString(),
          "content-type": "application/json",
        },
      })
      .catch((error: unknown) => {
        throw new EventsUnavailable(`${topic} was not written`, { cause: error });
      });
    return `${source}\n${id}`;
  };
