import { countCampaigns } from "../application/campaigns/count-campaigns.js";
import { lanes } from "../domain/message-class.js";
import { driftByCountry } from "../domain/receipt/price-drift.js";
import { recentSums } from "../application/receipts/recent-sums.js";
import type { Services } from "./services.js";

type MetricNeeds = Pick<
  Services,
  | "accountWatch"
  | "clock"
  | "dispatcher"
  | "events"
  | "journal"
  | "logFiller"
  | "meters"
  | "processMeters"
  | "readiness"
  | "readSpend"
  | "store"
>;

/**
 * Metrics for Prometheus: counts so far, and gauges of the present. A store that is away leaves its last number
 * standing.
 */
export const createMetrics =
  ({
    accountWatch,
    clock,
    dispatcher,
    events,
    journal,
    logFiller,
    meters,
    processMeters,
    readiness,
    readSpend,
    store,
  }: MetricNeeds) =>
  async (): Promise<string> => {
    meters.ready(readiness().length === 0);
    const inDoubt = await journal.inDoubtCount().catch(() => undefined);
    if (inDoubt !== undefined) meters.inDoubt(inDoubt);
    const recipients = await countCampaigns(store.campaignLedger).catch(() => undefined);
    if (recipients !== undefined) meters.campaignRecipients(recipients);
    const parked = await store.schedule.counts().catch(() => undefined);
    if (parked !== undefined) meters.parked(parked);
    const spend = await readSpend().catch(() => undefined);
    if (spend !== undefined) meters.spend(spend.scopes);
    meters.breaker("spend-limit", accountWatch.spentUp !== undefined);
    meters.consumerLag(events.lag());
    for (const lane of lanes) meters.queueAge(lane, dispatcher.oldestMs(lane) / 1_000);
    const swept = await store.sweepStore.read().catch(() => undefined);
    if (swept?.completedAt !== undefined) meters.optOutSyncAge((clock.now().getTime() - swept.completedAt) / 1_000);
    const sums = await recentSums(store.receiptIndex, clock.now()).catch(() => undefined);
    if (sums !== undefined) meters.priceDrift(driftByCountry(sums));
    for (const lane of lanes) {
      const factor = await store.throttle.factor(lane).catch(() => undefined);
      if (factor !== undefined) meters.rateFactor(lane, factor);
    }
    meters.logLag(logFiller.lagSeconds());
    return `${await meters.text()}\n${await processMeters.text()}`;
  };
