import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFetch, type FetchRequest } from "../../../../src/adapters/kafka/library/fetch-request.js";
import { patchKafkajs } from "../../../../src/adapters/kafka/library/kafkajs-patches.js";

const require = createRequire(import.meta.url);
const path = require.resolve("kafkajs/src/protocol/requests/fetch/v11/request");

interface Written {
  encode(): Promise<{ readonly buffer: Buffer }>;
}
const original = require(path) as (request: FetchRequest) => Written;
patchKafkajs();

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const requests: fc.Arbitrary<FetchRequest> = fc.record(
  {
    replicaId: int32,
    maxWaitTime: int32,
    minBytes: int32,
    maxBytes: int32,
    isolationLevel: fc.constantFrom(0, 1),
    topics: fc.array(
      fc.record({
        topic: fc.string({ unit: "binary", maxLength: 249 }),
        partitions: fc.array(
          fc.record({
            partition: int32,
            fetchOffset: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
            maxBytes: int32,
          }),
          { maxLength: 20 },
        ),
      }),
      { maxLength: 10 },
    ),
    rackId: fc.string({ unit: "binary", maxLength: 100 }),
  },
  { requiredKeys: ["replicaId", "maxWaitTime", "minBytes", "maxBytes", "isolationLevel", "topics"] },
);

test("a fetch is byte for byte the one that kafkajs writes", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      expect(encodeFetch(request).equals((await original(request).encode()).buffer)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("kafkajs sends it", async () => {
  const patched = require("kafkajs/src/protocol/requests/fetch").protocol({ version: 11 }) as (request: object) => {
    request: Written & { apiName: string };
  };
  const topics = [{ topic: "sms.requested", partitions: [{ partition: 3, fetchOffset: "77", maxBytes: 1_024 }] }];
  const { request } = patched({ maxWaitTime: 250, minBytes: 1, maxBytes: 9_999, topics, rackId: "a" });
  expect(request.apiName).toBe("Fetch");
  const fields = { replicaId: -1, isolationLevel: 1, maxWaitTime: 250, minBytes: 1, maxBytes: 9_999 };
  expect((await request.encode()).buffer).toEqual(encodeFetch({ ...fields, topics, rackId: "a" }));
});
