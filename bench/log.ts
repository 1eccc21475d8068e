import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { createPostgresMessageLog } from "../src/adapters/postgres/message-log.js";
import { createSealing } from "../src/adapters/redis/journal/sealing.js";
import { systemClock } from "../src/adapters/system/clock.js";
import { createHashes } from "../src/adapters/system/hashes.js";
import { LogFiller } from "../src/application/log/fill-log.js";
import { createSearchMessages, type MessageSearch } from "../src/application/log/search-messages.js";
import type { Assignment, EventRecord } from "../src/application/ports/event-source.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { silentLog } from "../test/support/silent-log.js";
import { quantile } from "./quantile.js";

/**
 * The message log in PostgreSQL: the rows a second of a replay of outcome topics, as the filler writes them, beside the same
 * rows inserted one by one by bare `pg`; then the time of each search over them. `-- 100000` says how many rows.
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const days = 7;
const delivery = 2_000;
const bareRows = Math.min(rows, 20_000);
const searches = 300;
const cpuSeconds = () => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1_000_000;
};

const hashes = createHashes(Buffer.alloc(32, 7));
const began = Date.now();
const reasons = ["opted-out", "gateway-rejected", "quiet-hours", "invalid-phone-number"];
const templates = ["order_confirmation", "order_status_update", "delivery_assignment", "promotional_offer"];
/** A number gets 50 texts, one text of 20 fails, one of 30 belongs to a campaign. */
const numberOf = (at: number) => `+9198${String(10_000_000 + (at % Math.max(1, Math.floor(rows / 50))))}`;

const outcome = (at: number): EventRecord => {
  const failed = at % 20 === 0;
  const acceptedAt = new Date(began - (at / rows) * (days * 86_400_000 - 3_600_000)).toISOString();
  const value = {
    ...{ messageId: randomUUID(), status: failed ? "failed" : "sent", to: numberOf(at), class: "transactional" },
    ...{ recipient: "customer", template: templates[at % 4], templateVersion: "v1", encoding: "GSM-7", segments: 1 },
    ...{ estimatedCost: { micros: 6_450, currency: "USD" }, gateway: "sns", attempts: 1 },
    ...{ providerMessageId: failed ? null : randomUUID(), reason: failed ? reasons[(at / 20) % 4] : null },
    ...{ detail: failed ? "A sentence for a person that says what happened, to what, and what to do." : null },
    ...{ reference: `ref-${at}`, correlationId: `ORD-${Math.floor(at / 3)}`, caller: "shop", acceptedAt },
    ...{ campaignId: at % 30 === 0 ? `campaign-${(at / 30) % 5}` : null, occurredAt: acceptedAt },
    source: { topic: "order.created", partition: at % 6, offset: String(at), eventId: randomUUID() },
  };
  return {
    ...{ topic: failed ? "sms.failed" : "sms.sent", partition: 0, offset: BigInt(at), key: null, headers: {} },
    ...{ timestamp: new Date(acceptedAt), value: Buffer.from(JSON.stringify(value)) },
  } as unknown as EventRecord;
};

const replay = async (log: ReturnType<typeof createPostgresMessageLog>): Promise<number> => {
  const filler = new LogFiller({ clock: systemClock, hashes, log: silentLog, messageLog: log });
  let committed = 0n;
  let done: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  let paused: () => void = () => undefined;
  let wait: Promise<void> | undefined;
  const assignment = {
    commit: (next: bigint) => {
      committed = next;
      if (committed === BigInt(rows)) done();
    },
    pause: () => {
      wait = new Promise((resolve) => {
        paused = resolve;
      });
    },
    resume: () => {
      wait = undefined;
      paused();
    },
  } as unknown as Assignment;
  filler.assigned([assignment]);
  const start = performance.now();
  const cpuStart = cpuSeconds();
  let madeMs = 0;
  let madeCpu = 0;
  for (let from = 0; from < rows; from += delivery) {
    await wait;
    // What was given is written before more is made: the making takes no time of the writing.
    while (committed < BigInt(from)) await new Promise((go) => setTimeout(go, 1));
    const madeAt = performance.now();
    const cpuAt = cpuSeconds();
    const batch = Array.from({ length: Math.min(delivery, rows - from) }, (_, at) => outcome(from + at));
    madeMs += performance.now() - madeAt;
    madeCpu += cpuSeconds() - cpuAt;
    filler.deliver(assignment, batch);
    await new Promise((go) => setImmediate(go));
  }
  await finished;
  await filler.stop();
  const seconds = (performance.now() - start - madeMs) / 1_000;
  const perSecond = rows / seconds;
  console.log(
    `replay: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(perSecond)} rows/s, besides ${(madeMs / 1_000).toFixed(1)} s in which the records were made; the process took ${(((cpuSeconds() - cpuStart - madeCpu) * 1_000) / rows).toFixed(3)} ms of processor a row`,
  );
  return perSecond;
};

/** Writes each row in a statement of its own, 4 connections side by side: what a consumer without batches does. */
const bare = async (url: string): Promise<number> => {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  await pool.query("CREATE TABLE bare (id uuid PRIMARY KEY, at timestamptz, to_hash text, value jsonb)");
  await pool.query("CREATE INDEX ON bare (to_hash, at DESC)");
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < bareRows) {
      const { timestamp, value } = outcome(next++);
      const told = JSON.parse(String(value)) as { messageId: string; to: string };
      const hash = createHash("sha256").update(told.to).digest("base64url");
      await pool.query("INSERT INTO bare VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [
        ...[told.messageId, timestamp, hash, { ...told, to: null }],
      ]);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  const perSecond = bareRows / ((performance.now() - start) / 1_000);
  await pool.query("DROP TABLE bare");
  await pool.end();
  return perSecond;
};

const postgres = await startPostgres();
const url = await postgres.database();
const log = createPostgresMessageLog({
  ...{ url, clock: systemClock, days: 90, sealing: createSealing("k".repeat(48)) },
});
try {
  await log.open();
  const plain = await bare(url);
  const perSecond = await replay(log);
  console.log(
    `bare: ${Math.round(plain)} rows/s, one INSERT a row; the filler is ${(perSecond / plain).toFixed(2)} x of it`,
  );
  const analysed = new pg.Client({ connectionString: url });
  await analysed.connect();
  await analysed.query("ANALYZE message_log");
  const [{ bytes }] = (
    await analysed.query(
      "SELECT sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits WHERE inhparent = 'message_log'::regclass",
    )
  ).rows as [{ bytes: string }];
  console.log(`on disk: ${Math.round(Number(bytes) / rows)} bytes a row`);
  const [sample] = (await analysed.query("SELECT provider_message_id FROM message_log WHERE status = 'sent' LIMIT 1"))
    .rows as [{ provider_message_id: string }];
  await analysed.end();

  const search = createSearchMessages({ clock: systemClock, defaultCountry: "IN", hashes, messageLog: log });
  const any = () => Math.floor(Math.random() * rows);
  const page = 50;
  const kinds: Readonly<Record<string, () => MessageSearch>> = {
    "by number": () => ({ to: numberOf(any()), limit: page }),
    "by reference": () => ({ reference: `ref-${any()}`, limit: page }),
    "by order number": () => ({ correlationId: `ORD-${Math.floor(any() / 3)}`, limit: page }),
    "by template": () => ({ template: templates[any() % 4]!, limit: page }),
    "by reason": () => ({ reason: reasons[any() % 4]! as never, limit: page }),
    "by campaign": () => ({ campaign: `campaign-${any() % 5}`, limit: page }),
    "by status": () => ({ status: "failed", limit: page }),
    "by class and caller": () => ({ class: "transactional", caller: "shop", limit: page }),
    "the newest": () => ({ limit: 200 }),
    "a far page": () => {
      const at = new Date(began - Math.random() * days * 86_400_000);
      return { limit: page, after: { acceptedAt: at, messageId: randomUUID() } };
    },
  };
  for (const [name, make] of Object.entries(kinds)) {
    const took: number[] = [];
    let found = 0;
    for (let times = 0; times < searches; times += 1) {
      const asked = make();
      const start = performance.now();
      const answer = await search(asked);
      took.push(performance.now() - start);
      found += answer === "invalid-number" ? 0 : answer.messages.length;
    }
    console.log(
      `search ${name}: p50 ${quantile(took, 0.5).toFixed(2)} ms, p95 ${quantile(took, 0.95).toFixed(2)} ms, ${(found / searches).toFixed(1)} rows`,
    );
  }
  const took: number[] = [];
  for (let times = 0; times < searches; times += 1) {
    const start = performance.now();
    await log.find(times % 2 === 0 ? `ORD-${Math.floor(any() / 3)}` : sample.provider_message_id);
    took.push(performance.now() - start);
  }
  console.log(`find by any id: p50 ${quantile(took, 0.5).toFixed(2)} ms, p95 ${quantile(took, 0.95).toFixed(2)} ms`);
} finally {
  await log.close();
  await postgres.stop();
}
