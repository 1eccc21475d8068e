import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import { describeWith } from "../../support/needs.js";
import { type PostgresServer, queryPostgres, startPostgres } from "../../support/postgres-server.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { type Asked, startFleet } from "../fleet.js";

const awayMs = 60_000;
const everyMs = 1_000;

describeWith(["redis-server", "java", "mvn", "initdb", "postgres"], "PostgreSQL is away for a minute", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
    await built();
  });
  afterAll(() => postgres.stop());

  test("delivery goes on, the lag and doctor show it, a worker dies meanwhile; afterwards the log has every message", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const database = await postgres.database();
    const start = async () => {
      const worker = fleet.worker({ DATABASE_URL: database });
      return { ...worker, url: await worker.ready };
    };
    let worker = await start();
    const asked: Asked[] = [];
    const ask = async (count: number) => asked.push(...(await fleet.ask(count, { class: "transactional" })));
    const ended = () => asked.filter(({ messageId }) => fleet.outcomes().has(messageId)).length;
    const lag = async () =>
      Number(/^sms_log_lag_seconds (\S+)$/mu.exec(await (await fetch(`${worker.url}/metrics`)).text())![1]);
    const rows = async () =>
      (await queryPostgres(database, "SELECT message_id, status FROM message_log")) as readonly {
        message_id: string;
        status: string;
      }[];

    await ask(50);
    await eventually("the first are logged", async () => (await rows()).length === 50, 60_000);
    await postgres.kill();
    const began = performance.now();
    let mostLag = 0;
    for (let killed = false; performance.now() - began < awayMs; ) {
      await ask(20);
      await new Promise((go) => setTimeout(go, everyMs));
      mostLag = Math.max(mostLag, await lag());
      if (killed || performance.now() - began < awayMs / 2) continue;
      killed = true;
      worker.signal("SIGKILL");
      await worker.ended;
      worker = await start();
    }
    await fleet.until("every event has an outcome while the log is away", () => ended() === asked.length);
    expect(mostLag).toBeGreaterThan(10);
    await eventually("the lag passes a minute, as an alarm sees it", async () => (await lag()) > 60, 60_000);
    const doctor = (await (await fetch(`${worker.url}/v1/doctor`)).json()) as {
      checks: readonly { check: string; verdict: string }[];
    };
    expect(doctor.checks.find(({ check }) => check === "message-log")).toMatchObject({ verdict: "warn" });

    await postgres.restart();
    const back = performance.now();
    await eventually(
      "the log has caught up",
      async () => (await lag()) === 0 && (await rows()).length === asked.length,
      90_000,
    );
    console.log(
      `${asked.length} messages, ${Math.round(mostLag)} s of lag, caught up in ${((performance.now() - back) / 1_000).toFixed(1)} s`,
    );
    const logged = await rows();
    expect(logged.map(({ message_id: id }) => id).sort()).toEqual(asked.map(({ messageId }) => messageId).sort());
    expect(new Set(logged.map(({ status }) => status))).not.toContain("deferred");
  });
});
