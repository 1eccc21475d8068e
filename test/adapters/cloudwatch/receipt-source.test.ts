import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createCloudWatchReceiptSource } from "../../../src/adapters/cloudwatch/receipt-source.js";
import { startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { PageExpired, SourceThrottled } from "../../../src/application/ports/receipt-source.js";
import { receiptSourceContract } from "../../contracts/receipt-source.contract.js";

const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const region = "ap-south-1";

receiptSourceContract("CloudWatch Logs against the simulator", async () => {
  // Time passes with each call: the contract asks faster than the account's quota allows.
  let now = Date.now();
  const simulator = await startSimulator({
    ...{ host: "127.0.0.1", port: 0 },
    now: () => {
      now += 1_000;
      return now;
    },
  });
  const source = createCloudWatchReceiptSource({ region, endpoint: simulator.url, credentials });
  return {
    source,
    write: async (log, lines) => {
      for (const { at, text } of lines) simulator.logs.write(log, at.getTime(), text);
    },
    close: async () => {
      source.close();
      await simulator.close();
    },
  };
});

/** One answer for every call. */
const answering = async (status: number, type: string) => {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    request.resume();
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: type, message: "told by a test" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = createCloudWatchReceiptSource({ region, endpoint, credentials });
  return {
    source,
    calls: () => calls,
    [Symbol.dispose]: () => {
      source.close();
      server.closeAllConnections();
      server.close();
    },
  };
};

test.each([
  ["throttled", 400, "ThrottlingException", undefined, SourceThrottled],
  ["throttled by the status alone", 429, "Whatever", undefined, SourceThrottled],
  ["a token that is over", 400, "InvalidParameterException", "token", PageExpired],
  ["a parameter of ours", 400, "InvalidParameterException", undefined, Error],
  ["no permission", 400, "AccessDeniedException", undefined, Error],
  ["the other side's fault", 500, "InternalFailure", undefined, Error],
])("%s: one call, no retry inside", async (_, status, type, next, kind) => {
  using stage = await answering(status, type);
  const error = await stage.source.page("log", new Date(0), new Date(), next).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(kind);
  if (kind === Error) expect(error).not.toBeInstanceOf(SourceThrottled);
  expect(stage.calls()).toBe(1);
});

test("the simulator's quota is an account's: more than 10 calls a second are throttled", async () => {
  const simulator = await startSimulator({ host: "127.0.0.1", port: 0, now: () => 5_000 });
  simulator.logs.write("sns/ap-south-1/0/DirectPublishToPhoneNumber", 1, "{}");
  const source = createCloudWatchReceiptSource({ region, endpoint: simulator.url, credentials });
  const ask = () => source.page("sns/ap-south-1/0/DirectPublishToPhoneNumber", new Date(0), new Date(10));
  const answers = await Promise.allSettled(Array.from({ length: 12 }, ask));
  expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(2);
  source.close();
  await simulator.close();
});
