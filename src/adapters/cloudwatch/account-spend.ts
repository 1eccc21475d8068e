import { CloudWatchClient, type CloudWatchClientConfig, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../application/ports/clock.js";
import type { AccountSpendSource } from "../../application/ports/account-spend.js";

interface SpendOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: CloudWatchClientConfig["credentials"] | undefined;
}

const longestMs = 5_000;
const periodSeconds = 300;
/** A busy account's metric is minutes old, an idle one's stands still. */
const lookBackMs = 24 * 3_600_000;

/**
 * Amazon SNS, "Monitoring Amazon SNS topics using CloudWatch": `SMSMonthToDateSpentUSD` counts since the first of the
 * month, UTC, and has no dimension. Needs `cloudwatch:GetMetricStatistics`.
 */
export const createCloudWatchAccountSpend = ({ clock, ...options }: SpendOptions): AccountSpendSource => {
  const { credentials, endpoint, region } = options;
  const client = new CloudWatchClient({
    region,
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  return {
    monthToDate: async () => {
      const now = clock.now();
      const monthBegan = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
      const asked = new GetMetricStatisticsCommand({
        Namespace: "AWS/SNS",
        MetricName: "SMSMonthToDateSpentUSD",
        StartTime: new Date(Math.max(monthBegan, now.getTime() - lookBackMs)),
        // The end itself is left out, and travels in whole seconds.
        EndTime: new Date(now.getTime() + periodSeconds * 1_000),
        Period: periodSeconds,
        Statistics: ["Maximum"],
      });
      const { Datapoints = [] } = await client.send(asked, { abortSignal: AbortSignal.timeout(longestMs) });
      const points = Datapoints.flatMap(({ Maximum, Timestamp }) =>
        Maximum === undefined || Timestamp === undefined ? [] : [{ usd: Maximum, at: Timestamp.getTime() }],
      ).sort((one, other) => other.at - one.at);
      return points[0] === undefined ? undefined : Math.round(points[0].usd * 1_000_000);
    },
    close: () => client.destroy(),
  };
};
