import type { DeliveryLogs, LogEvent } from "./delivery-logs.js";
import { objectFrom } from "./json-body.js";
import { SnsError } from "./sns-error.js";

/** CloudWatch Logs' header names the action. */
export const logsTarget = "Logs_20140328.";

const pageEvents = 500;
/** An account's quota of FilterLogEvents in most regions. */
const callsPerSecond = 10;

const invalid = (message: string) => new SnsError(400, "InvalidParameterException", message);

interface Cursor {
  readonly query: string;
  readonly from: number;
  readonly page: number;
}

const cursorFrom = (token: string, query: string): Cursor => {
  const noToken = () => invalid("The specified nextToken is invalid.");
  const cursor = objectFrom(Buffer.from(token, "base64url").toString("utf8"), noToken);
  const { from, page } = cursor;
  if (cursor["query"] !== query || !Number.isSafeInteger(from) || !Number.isSafeInteger(page)) throw noToken();
  return { query, from: Number(from), page: Number(page) };
};

const tokenOf = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

/** As its API reference has it. */
const mostEvents = 10_000;

const limitFrom = (value: unknown = mostEvents): number => {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > mostEvents)
    throw invalid(`limit is a whole number from 1 to ${mostEvents}`);
  return Math.min(value, pageEvents);
};

const instantFrom = (value: unknown, name: string, byDefault: number): number => {
  if (value === undefined) return byDefault;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    throw invalid(`${name} is milliseconds since 1970`);
  return value;
};

/**
 * The reading side of Amazon CloudWatch Logs as it behaves at its worst: every third page is empty and has a token, lines of a
 * page are in no order, the last line of a page comes again with the next, and the account's quota is small.
 */
export class LogsActions {
  readonly #logs: DeliveryLogs;
  readonly #now: () => number;
  #calls: number[] = [];

  constructor(logs: DeliveryLogs, now: () => number) {
    this.#logs = logs;
    this.#now = now;
  }

  act(action: string, body: string): object {
    const asked = objectFrom(body, invalid);
    switch (action) {
      case "DescribeLogGroups":
        return this.#describe(asked);
      case "FilterLogEvents":
        return this.#filter(asked);
      default:
        throw new SnsError(400, "UnknownOperationException", "The simulator does not know this action");
    }
  }

  #describe({ logGroupNamePrefix = "" }: Readonly<Record<string, unknown>>): object {
    const found = this.#logs.names().filter((name) => name.startsWith(String(logGroupNamePrefix)));
    return { logGroups: found.map((logGroupName) => ({ logGroupName })) };
  }

  #filter(asked: Readonly<Record<string, unknown>>): object {
    const now = this.#now();
    this.#calls = [...this.#calls.filter((at) => now - at < 1_000), now];
    if (this.#calls.length > callsPerSecond) throw new SnsError(400, "ThrottlingException", "Rate exceeded");
    const { logGroupName, nextToken } = asked;
    const size = limitFrom(asked["limit"]);
    const events = this.#logs.of(String(logGroupName));
    if (events === undefined)
      throw new SnsError(400, "ResourceNotFoundException", "The specified log group does not exist.");
    const startTime = instantFrom(asked["startTime"], "startTime", 0);
    const endTime = instantFrom(asked["endTime"], "endTime", Number.MAX_SAFE_INTEGER);
    const query = `${String(logGroupName)} ${startTime} ${endTime}`;
    const cursor = nextToken === undefined ? { query, from: 0, page: 1 } : cursorFrom(String(nextToken), query);
    const fitting = events.filter(({ at, visibleAt }) => at >= startTime && at <= endTime && visibleAt <= now);
    const empty = cursor.page % 3 === 2;
    const until = empty ? cursor.from : Math.min(cursor.from + size, fitting.length);
    const again = cursor.from > 0 && !empty ? 1 : 0;
    const page = fitting.slice(cursor.from - again, until);
    const more = empty || until < fitting.length;
    return {
      events: page.toReversed().map((event) => this.#shown(event)),
      searchedLogStreams: [],
      ...(more ? { nextToken: tokenOf({ query, from: until, page: cursor.page + 1 }) } : {}),
    };
  }

  #shown({ id, at, visibleAt, message }: LogEvent): object {
    return { eventId: id, timestamp: at, ingestionTime: visibleAt, logStreamName: "simulated", message };
  }
}
