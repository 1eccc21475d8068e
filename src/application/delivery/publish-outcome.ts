import { bareOutcome } from "../message/bare-outcome.js";
import { type EventPublisher, EventTooLarge, type OutgoingEvent } from "../ports/event-publisher.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";

interface PublishNeeds {
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly log: Log;
  readonly meters: Pick<Meters, "count">;
}

/**
 * Publishes an outcome and resolves once it is acknowledged. An outcome too large for its topic goes without the
 * parts that others wrote, and is counted: retried as it is, it would hold its partition for ever.
 */
export type PublishOutcome = (event: OutgoingEvent) => Promise<void>;

export const createPublishOutcome =
  ({ eventPublisher, log, meters }: PublishNeeds): PublishOutcome =>
  async (event) => {
    try {
      await eventPublisher.publish(event);
    } catch (error) {
      if (!(error instanceof EventTooLarge)) throw error;
      meters.count("outcome-cut");
      const { topic, headers } = event;
      log.error(
        { topic, id: String(headers["ce_id"]) },
        "an outcome is too large for its topic; raise max.message.bytes",
      );
      await eventPublisher.publish(bareOutcome(event)).catch((again: unknown) => {
        if (!(again instanceof EventTooLarge)) throw again;
        log.error({ topic, id: String(headers["ce_id"]) }, "an outcome could not be published, however short");
      });
    }
  };
