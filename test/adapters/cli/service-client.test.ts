import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createServiceClient } from "../../../src/adapters/cli/service-client.js";

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

let heard: Heard | undefined;
let answer: { status: number; text: string } = { status: 200, text: "{}" };
/** The server answers once this has resolved. */
let held: Promise<void> = Promise.resolve();
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  heard = { method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks) };
  await held;
  response.writeHead(answer.status).end(answer.text);
});

let SMS_URL: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  SMS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("what is sent", () => {
  test("without a body there is no content type, without a key no authorization", async () => {
    await createServiceClient({ SMS_URL })("GET", "/v1/in-doubt");
    expect(heard).toMatchObject({ method: "GET", url: "/v1/in-doubt" });
    expect(heard!.headers).not.toHaveProperty("content-type");
    expect(heard!.headers).not.toHaveProperty("authorization");
  });

  test("an object goes as JSON, with the key", async () => {
    await createServiceClient({ SMS_URL, SMS_API_KEY: "s3cret" })("POST", "/v1/otp", { a: "é" }, { ce_id: "1" });
    expect(heard!.headers).toMatchObject({
      authorization: "Bearer s3cret",
      "content-type": "application/json",
      ce_id: "1",
    });
    expect(heard!.body.toString("utf8")).toBe('{"a":"é"}');
  });

  test("an address and a key of the command line go before those of the environment", async () => {
    const environment = { SMS_URL: "http://127.0.0.1:1", SMS_API_KEY: "old" };
    await createServiceClient(environment, () => ({ url: SMS_URL, key: "new" }))("GET", "/");
    expect(heard!.headers.authorization).toBe("Bearer new");
  });

  test("bytes go as they are, UTF-8 or not", async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    await createServiceClient({ SMS_URL })("POST", "/v1/events/t", bytes);
    expect(heard!.body).toEqual(bytes);
  });
});

test.each<[string, number, string, object]>([
  ["JSON is parsed", 422, '{"code":"message-empty"}', { code: "message-empty" }],
  [
    "anything else is another program's answer",
    502,
    "<html>",
    { detail: expect.stringMatching(/^HTTP 502, and no JSON: is http:.* this service\?$/) },
  ],
])("%s", async (_, status, text, body) => {
  answer = { status, text };
  expect(await createServiceClient({ SMS_URL })("GET", "/")).toEqual({ status, body });
});

test("a service that takes too long is not called away", async () => {
  held = new Promise(() => undefined);
  const expired = AbortSignal.timeout(1);
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(expired);
  for (const body of [undefined, Buffer.from("phone\n")]) {
    const call = createServiceClient({ SMS_URL })("POST", "/v1/uploads", body);
    await expect(call).rejects.toThrow(
      /^The service at http:.* did not answer within (30|3600) s; .*done nevertheless$/u,
    );
  }
  expect(timeout.mock.calls).toEqual([[30_000], [3_600_000]]);
  timeout.mockRestore();
});
