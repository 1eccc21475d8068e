import { ceHeaders } from "../message/ce-headers.js";
import { doorSource } from "../message/message.js";
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
  /** The name of the key that told it, where it is recorded. */
  readonly caller?: string | undefined;
}

/**
 * Publishes the event a door was told; resolves with the event's identity once it is durable. Rejects with
 * `EventsUnavailable`.
 */
export type TellEvent = (event: TellingEvent) => Promise<string>;

export const createTellEvent =
  ({ clock, eventPublisher }: TellNeeds): TellEvent =>
  async ({ topic, id, key, payload, caller }) => {
    await eventPublisher
      .publish({
        topic,
        key,
        value: JSON.stringify(payload),
        headers: ceHeaders({ topic, id, at: clock.now(), source: doorSource, caller }),
      })
      .catch((error: unknown) => {
        throw new EventsUnavailable(`${topic} was not written`, { cause: error });
      });
    return `${doorSource}\n${id}`;
  };
