import { createHmac } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { createCallers } from "../../../src/adapters/http/keys.js";
import { ManualClock } from "../../support/manual-clock.js";
import { noSessions } from "../../support/no-sessions.js";

const secret = "a-secret-of-the-shop";
const hash = `sha256$salt$${createHmac("sha256", "salt").update(secret).digest("base64url")}`;

const stage = (key: { secret: string; perMinute?: number }) => {
  const clock = new ManualClock();
  const answered: { status?: number; headers: Record<string, string> } = { headers: {} };
  const reply = {
    code: (status: number) => {
      answered.status = status;
      return reply;
    },
    header: (name: string, value: string) => {
      answered.headers[name] = value;
      return reply;
    },
    type: () => reply,
    send: () => reply,
  };
  const { caller } = createCallers({
    apiKeys: [{ name: "shop", scopes: new Set(["send"]), ...key }],
    clock,
    sessions: noSessions,
    wrongKeys: { refused: async () => undefined },
  });
  const call = (given: string) => {
    const request = { headers: { authorization: `Bearer ${given}` }, ip: "127.0.0.1" };
    return caller(request as unknown as FastifyRequest, reply as unknown as FastifyReply, "send");
  };
  return { answered, call, clock };
};

test("a key is known by its salted hash, which opens nothing itself", () => {
  const { call } = stage({ secret: hash });
  expect([call(secret), call(`${secret}x`), call(hash)]).toEqual(["shop", undefined, undefined]);
});

test("a key makes as many requests a minute as it may, and is told when the next may come", async () => {
  const { answered, call, clock } = stage({ secret, perMinute: 6 });
  const answers = Array.from({ length: 7 }, () => call(secret));
  expect(answers).toEqual([...Array(6).fill("shop"), undefined]);
  expect(answered).toMatchObject({ status: 429, headers: { "retry-after": "10" } });
  await clock.advance(10_000);
  expect([call(secret), call(secret)]).toEqual(["shop", undefined]);
});
