import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../../src/composition/stage.js";
import { saidFor } from "../../support/said-for.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

const answered = (bytes: string) => saidFor(stage.url, bytes);

const close = "Connection: close\r\n";
const host = "Host: 127.0.0.1\r\n";

test.each<[string, string, number, RegExp]>([
  ["no host", `GET /healthz HTTP/1.1\r\n${close}\r\n`, 400, /^Send one header Host/u],
  ["two hosts", `GET /healthz HTTP/1.1\r\n${close}${host}Host: other\r\n\r\n`, 400, /^Send one header Host/u],
  [
    "an expectation that is none",
    `GET /healthz HTTP/1.1\r\n${host}Expect: a reply\r\n\r\n`,
    417,
    /^Leave the header Expect out/u,
  ],
  ["a way to somewhere else", `CONNECT other:443 HTTP/1.1\r\n${host}\r\n`, 400, /no proxy$/u],
  ["no HTTP", "\u0016\u0003\u0001\u0000\r\n\r\n", 400, /^This is no HTTP/u],
  [
    "two lengths",
    `POST /v1/otp HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    400,
    /^This is no HTTP/u,
  ],
  ["an endless address", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431, /16 KiB/u],
])("%s is a problem document, as all else", async (_, bytes, status, says) => {
  const answer = await answered(bytes);
  expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(says) } });
  expect(answer.head.toLowerCase()).toMatch(
    /content-type: application\/problem\+json.*x-request-id: |x-request-id: .*application\/problem\+json/su,
  );
});

test("HTTP/1.0 may leave the host out; without keys a page's host is asked for nevertheless", async () =>
  expect((await answered("GET /healthz HTTP/1.0\r\n\r\n")).status).toBe(403));

test("a header behind two thousand others counts: a repeated request is not a second one", async () => {
  const body = JSON.stringify({ to: "+919876543210", text: "once" });
  const many = "a:\r\n".repeat(2_500);
  const request = `POST /v1/messages HTTP/1.1\r\n${host}${close}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n${many}Idempotency-Key: k\r\n\r\n${body}`;
  const [first, second] = [await answered(request), await answered(request)];
  expect([first.status, second.body]).toEqual([202, first.body]);
});
