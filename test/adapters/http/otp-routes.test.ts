import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/adapters/system/clock.js";
import { createCallers } from "../../../src/adapters/http/keys.js";
import { otpRoutes } from "../../../src/adapters/http/otp-routes.js";
import { sendOtp as sendCommand, verifyOtp as verifyCommand } from "../../../src/adapters/cli/otp.js";
import type { ServiceClient } from "../../../src/adapters/cli/service-client.js";
import type { OtpRequest, SentOtp, VerifiedOtp } from "../../../src/application/otp/otp-answers.js";
import { noSessions } from "../../support/no-sessions.js";

const keys = [
  { name: "shop", secret: "s3cret", scopes: new Set(["otp"]) },
  { name: "reader", secret: "r3ader", scopes: new Set(["read"]) },
];
const authorization = "Bearer s3cret";
const answer = {
  verificationId: "5f9d2c60-9d3f-4f1e-8f0a-1d7b6c1f0a11",
  to: "+9198••••3210",
  expiresAt: "2026-11-24T10:05:00.000Z",
  resendAt: "2026-11-24T10:00:30.000Z",
  segments: 1,
};
const refusal = { reason: "otp-refused", detail: "later" } as const;

const serverThat = (sent: SentOtp, verified: VerifiedOtp = { kind: "accepted" }) => {
  const asked: OtpRequest[] = [];
  const server = Fastify();
  const sendOtp = async (request: OtpRequest) => {
    asked.push(request);
    return sent;
  };
  otpRoutes(server, {
    caller: createCallers({
      apiKeys: keys,
      clock: systemClock,
      sessions: noSessions,
      wrongKeys: { refused: async () => undefined },
    }).caller,
    sendOtp,
    verifyOtp: async () => verified,
  });
  const call = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
    server.inject({ method: "POST", url, headers: { authorization, ...headers }, payload: payload as object });
  return { asked, call };
};

const body = { to: "+919876543210", purpose: "login" };

describe("POST /v1/otp", () => {
  test("201 with exactly what the contract names, never cached", async () => {
    const { call, asked } = serverThat({ kind: "sent", answer });
    const response = await call("/v1/otp", { ...body, locale: "hi", extra: 1 }, { "idempotency-key": "k" });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual(answer);
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(asked).toEqual([{ ...body, locale: "hi", caller: "shop", idempotencyKey: "k" }]);
  });

  test.each<[string, SentOtp, number, string, object]>([
    ["held", { kind: "held", refusal, retryAfterMs: 29_001 }, 429, "otp-refused", { "retry-after": "30" }],
    [
      "refused",
      { kind: "refused", refusal: { reason: "invalid-phone-number", detail: "no" } },
      422,
      "invalid-phone-number",
      {},
    ],
    ["invalid", { kind: "invalid", faults: [{ pointer: "/purpose", message: "no" }] }, 422, "invalid-event", {}],
    ["a conflict", { kind: "conflict" }, 409, "idempotency-conflict", {}],
    ["unavailable", { kind: "unavailable", detail: "away" }, 503, "unavailable", {}],
  ])("%s is a problem document", async (_, sent, status, code, headers) => {
    const response = await serverThat(sent).call("/v1/otp", body);
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({ "content-type": "application/problem+json; charset=utf-8", ...headers });
    expect(response.json()).toMatchObject({ type: `/docs/problems#${code}`, status, code, detail: expect.any(String) });
  });

  test.each([
    ["a number that is no string", { ...body, to: 919876543210 }, "/to"],
    ["no purpose", { to: body.to }, "/purpose"],
    ["no object", [], ""],
  ])("%s: 422 with its pointer, nothing is sent", async (_, payload, pointer) => {
    const { call, asked } = serverThat({ kind: "sent", answer });
    const response = await call("/v1/otp", payload);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
    expect(asked).toEqual([]);
  });

  test("a key without the scope otp is forbidden, no key unauthorized", async () => {
    const { call } = serverThat({ kind: "sent", answer });
    for (const url of ["/v1/otp", "/v1/otp/verify"]) {
      expect((await call(url, body, { authorization: "Bearer r3ader" })).statusCode).toBe(403);
      expect((await call(url, body, { authorization: "Bearer x" })).statusCode).toBe(401);
    }
  });
});

describe("POST /v1/otp/verify", () => {
  test.each<[string, VerifiedOtp, number, object]>([
    ["accepted", { kind: "accepted" }, 200, { accepted: true }],
    ["rejected", { kind: "rejected" }, 200, { accepted: false }],
    ["rejected with attempts", { kind: "rejected", attemptsLeft: 2 }, 200, { accepted: false, attemptsLeft: 2 }],
  ])("%s", async (_, verified, status, exactly) => {
    const response = await serverThat({ kind: "conflict" }, verified).call("/v1/otp/verify", {
      ...body,
      code: "012345",
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual(exactly);
  });

  test("503 while the store is away", async () => {
    const { call } = serverThat({ kind: "conflict" }, { kind: "unavailable", detail: "away" });
    expect((await call("/v1/otp/verify", { ...body, code: "012345" })).statusCode).toBe(503);
  });

  test("a code that is a number lost its zeros: 422", async () => {
    const response = await serverThat({ kind: "conflict" }).call("/v1/otp/verify", { ...body, code: 12345 });
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toEqual([{ pointer: "/code", message: expect.stringContaining("zeros") }]);
  });
});

describe("sms otp", () => {
  const terminalFor = (status: number, told: object) => {
    const calls: unknown[] = [];
    const printed: string[] = [];
    const complained: string[] = [];
    const call: ServiceClient = async (...args) => {
      calls.push(args);
      return { status, body: told as Record<string, unknown> };
    };
    const terminal = {
      environment: {},
      input: (async function* () {})(),
      output: { write: (text: string) => printed.push(text) },
      errors: { write: (text: string) => complained.push(text) },
    };
    return { call, terminal, calls, out: () => printed.join(""), err: () => complained.join("") };
  };
  const { to, purpose } = body;

  test("send prints the answer as JSON, or as a sentence with the next command", async () => {
    const json = terminalFor(201, answer);
    expect(await sendCommand(json.call, { to, purpose, json: true }, json.terminal)).toBe(0);
    expect(JSON.parse(json.out())).toEqual(answer);
    expect(json.calls[0]).toEqual(["POST", "/v1/otp", { to, purpose, locale: undefined }, undefined]);
    const text = terminalFor(201, answer);
    await sendCommand(text.call, { to, purpose }, text.terminal);
    expect(text.out()).toContain(`--verification-id ${answer.verificationId}`);
  });

  test("a refused send says why and exits 1", async () => {
    const { call, terminal, err } = terminalFor(429, { code: "otp-refused", detail: "later" });
    expect(await sendCommand(call, { to, purpose }, terminal)).toBe(1);
    expect(err()).toBe("otp-refused: later\n");
  });

  test.each([
    [true, undefined, 0, "accepted\n"],
    [false, undefined, 1, "not accepted\n"],
    [false, 2, 1, "not accepted; 2 attempts left\n"],
  ])("verify: accepted %s, %s left: exit %i", async (accepted, attemptsLeft, exit, line) => {
    const { call, terminal, out } = terminalFor(200, {
      accepted,
      ...(attemptsLeft === undefined ? {} : { attemptsLeft }),
    });
    expect(await verifyCommand(call, { to, purpose, code: "012345" }, terminal)).toBe(exit);
    expect(out()).toBe(line);
  });
});
