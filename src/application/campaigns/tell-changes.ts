import { countsOf } from "../../domain/campaign/campaign-counts.js";
import { ceHeaders } from "../message/ce-headers.js";
import type { CampaignLedger, CampaignRecord } from "../ports/campaign-ledger.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";

interface TellNeeds {
  readonly campaignLedger: Pick<CampaignLedger, "told" | "untold">;
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly hashes: Hashes;
}

/** Publishes `campaign.state_changed` for every change that nobody told, in order; one may come twice, with the same `ce_id`. */
export type TellChanges = (id: string, record: CampaignRecord) => Promise<void>;

const topic = "campaign.state_changed";

export const createTellChanges =
  ({ campaignLedger, eventPublisher, hashes }: TellNeeds): TellChanges =>
  async (id, { createdAt }) => {
    for (let change = await campaignLedger.untold(id); change !== undefined; change = await campaignLedger.untold(id)) {
      const { at, because, byCode, state, version } = change;
      const eventId = hashes.uuid(`${topic}\n${id}\n${createdAt.getTime()}\n${version}`);
      const value = {
        ...{ campaignId: id, state, because: because?.detail ?? null, cause: because?.kind ?? null },
        ...{ counts: countsOf(byCode), occurredAt: at.toISOString() },
      };
      await eventPublisher.publish({
        topic,
        key: id,
        value: JSON.stringify(value),
        headers: ceHeaders({ topic, id: eventId, at }),
      });
      await campaignLedger.told(id, version);
    }
  };
