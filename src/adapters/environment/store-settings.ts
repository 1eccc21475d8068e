import { z } from "zod";
import { setting } from "./setting.js";
import { list, someOne, url, whole } from "./setting-rules.js";

/** Redis and PostgreSQL, which remember. */
export const storeSettings = {
  REDIS_URL: setting({
    rule: list.pipe(z.array(url(["redis:", "rediss:"])).min(1, someOne)),
    otherwise: "memory",
    does: "journal, schedule, codes; several URLs, comma-separated, are a cluster",
  }),
  REDIS_PASSWORD_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "a file with Redis's password, instead of the one in `REDIS_URL`; read at each sign-in, so that a rotated password needs no restart",
  }),
  REDIS_REPLICAS: setting({
    rule: whole(0, 100),
    otherwise: "as many as are there at the start",
    does: "replicas that must hold a step before anything is built on it; with fewer nothing is sent",
  }),
  JOURNAL_TTL_HOURS: setting({
    rule: whole(1, 8_760),
    byDefault: "168",
    does: "how long a message is remembered; older events are counted and skipped",
  }),
  DATABASE_URL: setting({
    rule: url(["postgres:", "postgresql:"]),
    otherwise: "the last 50,000 messages in memory",
    does: "PostgreSQL: the message log, to search every message of the last `SMS_LOG_DAYS`",
  }),
  SMS_LOG_DAYS: setting({ rule: whole(1, 3_650), byDefault: "90", does: "how long PostgreSQL keeps a message" }),
};
