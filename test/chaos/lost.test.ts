import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { startFleet } from "./fleet.js";

const readiness = async (url: string) =>
  (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; reasons: readonly string[] };

describeWith(["redis-server", "java", "mvn"], "a journal that is lost", () => {
  beforeAll(built);

  test(
    "FLUSHALL under load: nothing is sent afterwards, journal-lost is shown, an operator decides",
    { timeout: 180_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 50);
      const url = await fleet.worker().ready;
      await fleet.ask(400);
      await fleet.until("some are sent", () => fleet.outcomes().size > 100);
      // Offsets carry the journal's id only once some were committed.
      await fleet.until("it is ready", async () => (await readiness(url)).ready);
      await new Promise((go) => setTimeout(go, 1_000));
      const asked = await fleet.ask(600);
      await fleet.until("under load", () => asked.some(({ messageId }) => fleet.outcomes().has(messageId)));
      await fleet.redis.command("FLUSHALL");
      await fleet.until("journal-lost", async () => {
        const { ready, reasons } = await readiness(url);
        return !ready && reasons.some((reason) => reason.includes("journal-lost"));
      });
      // What was written ahead may still be on its way; then there is silence.
      await new Promise((go) => setTimeout(go, 3_000));
      const before = (await fleet.accepted()).size;
      await fleet.ask(50);
      await new Promise((go) => setTimeout(go, 3_000));
      expect((await fleet.accepted()).size).toBe(before);

      // A worker that starts now finds offsets of a journal that is gone.
      const other = await fleet.worker().ready;
      await fleet.until("journal-lost there too", async () => {
        const { ready, reasons } = await readiness(other);
        return !ready && reasons.some((reason) => reason.includes("journal-lost"));
      });
      expect((await fleet.accepted()).size).toBe(before);

      expect((await fetch(`${url}/v1/journal/accept-loss`, { method: "POST" })).status).toBe(200);
      const later = await fleet.ask(20);
      await fleet.until("it goes on", () => later.every(({ messageId }) => fleet.outcomes().has(messageId)));
      await fleet.until("both are ready", async () => (await readiness(url)).ready && (await readiness(other)).ready);
    },
  );
});
