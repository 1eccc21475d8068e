import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  type LogLine,
  PageExpired,
  type ReceiptSource,
  SourceThrottled,
} from "../../application/ports/receipt-source.js";

export interface CloudWatchOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: CloudWatchLogsClientConfig["credentials"] | undefined;
  readonly requestTimeoutMs?: number;
}

/** The names by which CloudWatch Logs, and the SDK in front of it, say that the account's quota is exceeded. */
const throttles = new Set(["ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException"]);
/** CloudWatch Logs' most for one page. */
const pageLines = 10_000;
/** An account that sends from one region has two. */
const mostLogs = 100;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");
const statusOf = (error: unknown): unknown =>
  (error as { $metadata?: { httpStatusCode?: unknown } } | undefined)?.$metadata?.httpStatusCode;

const told = (error: unknown, paged: boolean): unknown => {
  if (throttles.has(nameOf(error)) || statusOf(error) === 429) return new SourceThrottled("the quota is used up");
  // A token lives for 24 hours.
  if (paged && nameOf(error) === "InvalidParameterException") return new PageExpired("the page's token is over");
  return error;
};

/** SNS' delivery logs in Amazon CloudWatch Logs. No retry inside: every call counts against the account's quota. */
export const createCloudWatchReceiptSource = (options: CloudWatchOptions): ReceiptSource => {
  const { region, endpoint, credentials, requestTimeoutMs = 15_000 } = options;
  const client = new CloudWatchLogsClient({
    region,
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const inTime = () => ({ abortSignal: AbortSignal.timeout(requestTimeoutMs) });

  return {
    logs: async () => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: `sns/${region}/`, nextToken });
        const answer = await client.send(asked, inTime()).catch((error: unknown) => {
          throw told(error, false);
        });
        for (const { logGroupName } of answer.logGroups ?? []) if (logGroupName !== undefined) names.push(logGroupName);
        nextToken = answer.nextToken;
      } while (nextToken !== undefined && names.length < mostLogs);
      return names;
    },
    page: async (logGroupName, from, to, nextToken) => {
      const range = { startTime: from.getTime(), endTime: to.getTime() };
      const asked = new FilterLogEventsCommand({ logGroupName, ...range, limit: pageLines, nextToken });
      const answer = await client.send(asked, inTime()).catch((error: unknown) => {
        throw told(error, nextToken !== undefined);
      });
      const lines = (answer.events ?? []).flatMap(({ eventId, timestamp, message }): LogLine[] =>
        eventId === undefined || timestamp === undefined || message === undefined
          ? []
          : [{ id: eventId, at: new Date(timestamp), text: message }],
      );
      return { lines, next: answer.nextToken };
    },
    close: () => client.destroy(),
  };
};
