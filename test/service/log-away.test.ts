import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { startPostgres } from "../support/postgres-server.js";

describeWith(["initdb", "postgres"], "PostgreSQL goes away while texts go out", () => {
  test("texts and answers go on, the lag shows it, search says so; afterwards every row is there", async () => {
    const postgres = await startPostgres();
    const stage = await startSmsStage({ DATABASE_URL: await postgres.database() });
    try {
      const ask = async (method: string, path: string, body?: object) => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`${stage.url}${path}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body), headers }),
        });
        return { status: answer.status, text: await answer.text() };
      };
      const ids: string[] = [];
      // A number takes a text a second.
      const numberOf = (serial: number) => `+9198765${10_000 + serial}`;
      const send = async (count: number) => {
        const answers = await Promise.all(
          Array.from({ length: count }, (_, at) =>
            ask("POST", "/v1/messages", {
              to: numberOf(ids.length + at),
              text: "Your order is ready",
              reference: "away",
            }),
          ),
        );
        for (const { text } of answers) ids.push((JSON.parse(text) as { messageId: string }).messageId);
      };
      const search = (cursor?: string) => ask("POST", "/v1/messages/search", { reference: "away", limit: 200, cursor });
      const found = async (): Promise<ReadonlySet<string>> => {
        const all = new Set<string>();
        for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
          const { messages, next } = JSON.parse((await search(cursor)).text) as {
            messages: readonly { messageId: string; state: string }[];
            next?: string;
          };
          for (const { messageId, state } of messages) if (state !== "accepted") all.add(messageId);
          cursor = next;
        }
        return all;
      };
      const lag = async () => Number(/^sms_log_lag_seconds (\S+)$/mu.exec((await ask("GET", "/metrics")).text)![1]);

      await send(20);
      await eventually("the first are logged", async () => (await found()).size === 20);
      await postgres.kill();
      await send(300);
      for (const id of ids)
        await eventually("it is sent", async () => (await ask("GET", `/v1/messages/${id}`)).text.includes('"sent"'));
      await eventually("the lag is shown", async () => (await lag()) > 1);
      expect(await search()).toMatchObject({ status: 503, text: expect.stringContaining("message log") });
      expect((await ask("GET", "/readyz")).status).toBe(200);

      await postgres.restart();
      await eventually("it has caught up", async () => (await lag()) === 0, 30_000);
      expect([...(await found())].sort()).toEqual([...ids].sort());
    } finally {
      await stage.stop();
      await postgres.stop();
    }
  });
});
