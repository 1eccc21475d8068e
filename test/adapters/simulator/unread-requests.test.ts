import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { saidFor } from "../../support/said-for.js";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
});
afterAll(() => simulator?.close());

const host = "Host: 127.0.0.1\r\nConnection: close\r\n";

test.each<[string, string, number, string, RegExp]>([
  ["no HTTP", "\u0016\u0003\u0001\u0000\r\n\r\n", 400, "BadRequest", /no HTTP\/1.1 request/u],
  [
    "two lengths",
    `POST / HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    400,
    "BadRequest",
    /no HTTP\/1.1 request/u,
  ],
  ["an endless address", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431, "HeadersTooLarge", /16 KiB/u],
  ["an expectation", `GET / HTTP/1.1\r\n${host}Expect: a reply\r\n\r\n`, 417, "ExpectationFailed", /100-continue/u],
  ["no host", "GET /api/messages HTTP/1.1\r\nConnection: close\r\n\r\n", 403, "Forbidden", /127\.0\.0\.1/u],
  ["a path that begins with two slashes", `GET //[ HTTP/1.1\r\n${host}\r\n`, 404, "NotFound", /nothing here/u],
  ["an address that is none", `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400, "BadRequest", /address cannot be read/u],
])("%s is refused with a word and a sentence, as all else", async (_, bytes, status, error, message) => {
  expect(await saidFor(simulator.url, bytes)).toMatchObject({
    status,
    head: expect.stringMatching(/content-type: application\/json/iu),
    body: { error, message: expect.stringMatching(message) },
  });
});
