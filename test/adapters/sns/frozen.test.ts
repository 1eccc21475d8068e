import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { SnsSmsGateway } from "../../../src/adapters/sns/sms-gateway.js";
import { aText } from "../../contracts/sms-gateway.contract.js";
import { leavesAtOnce } from "../../support/leaves-at-once.js";
import { type GatewayThread, startGatewayThread } from "../../support/gateway-thread.js";

const requestTimeoutMs = 600;
const never = new AbortController().signal;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const anotherSdk = async (): Promise<never> => {
  throw new Error("the SDK writes another body");
};

const gatewayTo = (endpoint: string, prove?: () => Promise<never>) => {
  const gateway = new SnsSmsGateway({
    ...{ endpoint, region: "ap-south-1", maxSockets: 8, connectTimeoutMs: 5_000, requestTimeoutMs },
    credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" },
    ...(prove === undefined ? {} : { prove }),
  });
  closers.push(() => gateway.close());
  return gateway;
};

/**
 * Holds up this process, timers and all, until the gateway has answered so many calls and their time is over: behind the
 * place of its loop where answers are read, so that timers come next.
 */
const freeze = (thread: GatewayThread, answers: number): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => {
      const until = performance.now() + 2 * requestTimeoutMs;
      while (thread.answered() < answers || performance.now() < until);
      resolve();
    });
  });

test.each([
  ["published directly", undefined],
  ["by the SDK's own client", anotherSdk],
])("answers that came while this process was frozen are heard, though their time is over: %s", async (_, prove) => {
  const thread = await startGatewayThread();
  closers.push(thread.close);
  const gateway = gatewayTo(thread.url, prove);
  // One before, so that connection and credentials are there.
  expect((await gateway.publish(aText(), never, leavesAtOnce)).kind).toBe("accepted");
  const calls = Array.from({ length: 4 }, () => gateway.publish(aText(), never, leavesAtOnce));
  await expect.poll(thread.taken, { interval: 1 }).toBe(5);
  await freeze(thread, 5);
  expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(Array(4).fill("accepted"));
});

test("a call that nobody answered while this process was frozen ends as one that may have gone", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const gateway = gatewayTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(await gateway.publish(aText(), never, leavesAtOnce)).toMatchObject({ kind: "ambiguous" });
});
