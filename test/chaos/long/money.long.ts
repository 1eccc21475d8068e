import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../support/needs.js";
import type { ServiceProcess } from "../../support/service-process.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { type Asked, startFleet } from "../fleet.js";

/** Texts that there is money for, of those that are asked for. */
const price = 10_000;
const most = 300;
const asks = 450;
const spellMs = 20_000;
const everyMs = 500;
const workersAtOnce = 3;

interface Sum {
  readonly scope: string;
  readonly spent: number;
  readonly reserved: number;
}

describeWith(["redis-server", "java", "mvn"], "a limit of money, and workers that die", () => {
  const directory = mkdtempSync(join(tmpdir(), "limits-"));
  beforeAll(built);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("SIGKILL each 0.5 s: never a text over the limit; in the end what is spent is what the gateway took", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const prices = join(directory, "prices.json");
    const priced = { country: "GB", class: "transactional", micros: price, source: "a test", asOf: "2026-11-01" };
    writeFileSync(prices, JSON.stringify([priced]));
    const file = join(directory, "limits.yaml");
    writeFileSync(file, `money:\n  month: ${(most * price) / 1_000_000}\n`);
    const worker = () => fleet.worker({ SMS_LIMITS: file, SMS_PRICE_BOOK: prices });
    const workers: ServiceProcess[] = Array.from({ length: workersAtOnce }, worker);
    await Promise.all(workers.map(({ ready }) => ready));

    const asked: Asked[] = [];
    const end = performance.now() + spellMs;
    const took = async () => [...(await fleet.accepted()).values()].reduce((sum, count) => sum + count, 0);
    let kills = 0;
    while (performance.now() < end || asked.length < asks) {
      if (asked.length < asks) asked.push(...(await fleet.ask(15, { class: "transactional" })));
      await new Promise((go) => setTimeout(go, everyMs));
      const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1);
      victim!.signal("SIGKILL");
      await victim!.ended;
      kills += 1;
      workers.push(worker());
      expect(await took()).toBeLessThanOrEqual(most);
    }
    await fleet.until("every event has an outcome", () =>
      asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
    );
    const month = async (): Promise<Sum> => {
      const answer = await fetch(`${await workers[0]!.ready}/v1/spend`);
      const { scopes } = (await answer.json()) as { scopes: readonly Sum[] };
      return scopes.find(({ scope }) => scope === "month")!;
    };
    // What a dead worker reserved is ended by the sweep, two minutes later.
    await fleet.until("nothing is reserved", async () => (await month()).reserved === 0, 240_000);
    const ends = asked.map(({ messageId }) => fleet.outcomes().get(messageId)![0]!.value);
    const count = (reason: string | null) => ends.filter((one) => one.reason === reason).length;
    const doubts = count("outcome-unknown");
    const { spent } = await month();
    const texts = await took();
    console.log(
      `SIGKILL × ${kills}: ${asked.length} asked, ${texts} taken of ${most}, ${count("spend-limit-reached")} refused, ${doubts} in doubt; spent ${spent / price} texts`,
    );
    expect(count(null) + count("spend-limit-reached") + doubts).toBe(asked.length);
    expect(ends.find(({ reason }) => reason === "spend-limit-reached")?.detail).toMatch(
      /month \d{4}-\d\d: .* begins anew at/u,
    );
    expect(texts).toBeLessThanOrEqual(most);
    // A text that may have gone out, and is sent again, is spent twice: a send that died before its call counts too.
    expect(spent).toBeGreaterThanOrEqual(texts * price);
    expect(spent).toBeLessThanOrEqual(most * price);
  }, 480_000);
});
