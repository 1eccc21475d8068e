import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createServiceClient } from "../../../src/adapters/cli/service-client.js";

afterEach(() => {
  vi.useRealTimers();
});

// Alone in its file, so that the timers of the client's connections begin on the moved clock.
test("the answer to a file may take most of an hour, as the check of its rows may", async () => {
  let answer: (() => void) | undefined;
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      answer = () => void response.writeHead(201).end('{"good":1000000}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const call = createServiceClient({ SMS_URL: url })("POST", "/v1/uploads", Buffer.from("phone\n"));
    while (answer === undefined) await new Promise(setImmediate);
    for (let minute = 0; minute < 59; minute += 1) await vi.advanceTimersByTimeAsync(60_000);
    answer();
    expect(await call).toEqual({ status: 201, body: { good: 1_000_000 } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
