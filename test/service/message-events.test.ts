import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage.stop());

const sent = async (more: object = {}): Promise<string> => {
  const answer = await fetch(`${stage.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: "+919876543210", text: "hello", ...more }),
  });
  const location = answer.headers.get("location")!;
  expect(location).toMatch(/^\/v1\/messages\/[0-9a-f-]{36}$/);
  return location;
};
const events = (body: string) =>
  [...body.matchAll(/(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)\n\n/g)].map(([, id, event, data]) => ({
    id,
    event,
    data: JSON.parse(data!) as Record<string, unknown>,
  }));

test("each step, then the outcome with the number masked; the stream ends by itself", async () => {
  const answer = await fetch(`${stage.url}${await sent()}/events`);
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(answer.headers.get("x-request-id")).toMatch(/\S/);
  const all = events(await answer.text());
  const states = all.filter(({ event }) => event === "state");
  expect(states.map(({ data }) => data["state"])).toEqual(
    ["received", "open", "sending", "sent"].slice(-states.length),
  );
  expect(states.map(({ id }) => id)).toEqual(states.map((_, n) => String(n + 1)));
  expect(all.at(-1)).toMatchObject({ event: "outcome", data: { status: "sent", to: "+9198••••3210" } });
});

test("Last-Event-ID goes on behind a step", async () => {
  const path = await sent();
  const first = events(await (await fetch(`${stage.url}${path}/events`)).text());
  const again = await fetch(`${stage.url}${path}/events`, { headers: { "last-event-id": "1" } });
  expect(events(await again.text())).toEqual(first.slice(1));
});

test("a reader may leave a stream of a text that waits, and the service stops although one is open", async () => {
  const path = await sent({ sendAt: new Date(Date.now() + 3_600_000).toISOString() });
  const opened = async () => {
    const request = get(`${stage.url}${path}/events`);
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    await once(answer.setEncoding("utf8"), "data");
    return { request, answer };
  };
  (await opened()).request.destroy();
  const { answer } = await opened();
  const ended = once(answer, "end");
  answer.resume();
  await stage.stop();
  await ended;
});

test("readers that asked one behind the other on one connection leave with it: no stream stays taken", async () => {
  await using other = await startSmsStage();
  const later = { to: "+919876543210", text: "hello", sendAt: new Date(Date.now() + 3_600_000).toISOString() };
  const taken = await other.send(later, "later");
  if (taken.kind !== "accepted") throw new Error(taken.kind);
  const path = `/v1/messages/${taken.answer.messageId}/events`;
  const { port } = new URL(other.url);
  const many = 210;
  const reader = connect(Number(port), "127.0.0.1");
  reader.resume().write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(many));
  const status = async (): Promise<number> => {
    const one = new AbortController();
    const answer = await fetch(`${other.url}${path}`, { signal: one.signal });
    one.abort();
    return answer.status;
  };
  await eventually("all streams are taken", async () => (await status()) === 429);
  reader.destroy();
  await eventually("there is a stream again", async () => (await status()) === 200);
});

test("HEAD is answered at once, and with the head alone", async () => {
  await using other = await startSmsStage();
  const later = { to: "+919876543210", text: "hello", sendAt: new Date(Date.now() + 3_600_000).toISOString() };
  const taken = await other.send(later, "later");
  if (taken.kind !== "accepted") throw new Error(taken.kind);
  const answer = await fetch(`${other.url}/v1/messages/${taken.answer.messageId}/events`, { method: "HEAD" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
});

test("a message nobody knows is 404", async () => {
  await using other = await startSmsStage();
  const answer = await fetch(`${other.url}/v1/messages/5f9d2c60-9d3f-5f1e-8f0a-1d7b6c1f0a11/events`);
  expect(answer.status).toBe(404);
});
