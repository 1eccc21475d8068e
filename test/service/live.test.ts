import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";

const keys = { looker: "look-secret-0123456789", shop: "shop-secret-0123456789" };
let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ API_KEYS: `looker:${keys.looker}:read,shop:${keys.shop}:send` });
});
afterAll(() => stage.stop());

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A stream that is read until `enough` of it is there. */
const opened = async (headers: Readonly<Record<string, string>> = {}) => {
  const request = get(`${stage.url}/console/live`, {
    agent: false,
    headers: { accept: "text/event-stream", ...bearer(keys.looker), ...headers },
  });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  answer.setEncoding("utf8");
  let read = "";
  const figures = async (count: number) => {
    for (;;) {
      const found = [...read.matchAll(/id: (\d+)\nevent: figures\ndata: (.*)\n\n/gu)];
      if (found.length >= count) return found.map(([, id, data]) => ({ id: id!, ...(JSON.parse(data!) as object) }));
      const [part] = (await once(answer, "data")) as [string];
      read += part;
    }
  };
  return { request, answer, figures };
};

test("figures come every two seconds, each later than the one before; Last-Event-ID goes on behind one", async () => {
  await stage.publish("sms.requested", { to: "+919876543210", text: "hello" });
  await stage.settled(1);
  const one = await opened();
  expect(one.answer.statusCode).toBe(200);
  expect(one.answer.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
    "cache-control": "no-store",
  });
  const told = await one.figures(2);
  expect(told[0]).toMatchObject({ sent: 1, failed: 0, parked: 0, troubles: [] });
  expect(Number(told[1]!.id)).toBeGreaterThan(Number(told[0]!.id));
  one.request.destroy();
  const other = await opened({ "last-event-id": told[0]!.id });
  expect((await other.figures(1))[0]!.id).toBe(told[1]!.id);
  other.request.destroy();
});

test("a key without the scope, and nobody, read nothing", async () => {
  const status = async (headers: HeadersInit) => (await fetch(`${stage.url}/console/live`, { headers })).status;
  expect(await status(bearer(keys.shop))).toBe(403);
  expect(await status({})).toBe(401);
});

test("who asks for no stream gets the looks so far, and is not kept waiting", async () => {
  const answer = await fetch(`${stage.url}/console/live`, { headers: bearer(keys.looker) });
  expect(answer.headers.get("content-type")).toContain("application/json");
  const { figures } = (await answer.json()) as { figures: { at: number }[] };
  expect(figures.length).toBeGreaterThan(0);
});

test("200 streams are open at most: the next one is told when to come back, and may once one is left", async () => {
  const streams = await Promise.all(Array.from({ length: 200 }, () => opened()));
  expect(streams.every(({ answer }) => answer.statusCode === 200)).toBe(true);
  const late = await opened();
  expect(late.answer).toMatchObject({ statusCode: 429, headers: { "retry-after": "5" } });
  streams[0]!.request.destroy();
  for (;;) {
    const next = await opened();
    streams.push(next);
    if (next.answer.statusCode === 200) break;
  }
  for (const { request } of streams) request.destroy();
}, 30_000);

test("the service stops although a stream is open, and ends it", async () => {
  const { answer } = await opened();
  const ended = once(answer, "end");
  answer.resume();
  await stage.stop();
  await ended;
});
