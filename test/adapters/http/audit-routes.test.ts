import fastify from "fastify";
import { expect, test } from "vitest";
import { auditActions } from "../../../src/adapters/http/audit-routes.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";

test.each<[number, object | undefined]>([
  [200, { MonthlySpendLimit: "100" }],
  [409, undefined],
  // The gateway's account, or a store, may have taken the change before its answer was lost.
  [503, { MonthlySpendLimit: "100", status: "503" }],
])("an operator's action that was answered %d", async (status, details) => {
  const server = fastify();
  const recorded: unknown[] = [];
  const caller = auditActions(server, {
    ...{ caller: () => "ops", defaultCountry: "IN", hashes: createHashes(Buffer.alloc(32, 1)) },
    recordAction: async (action) => void recorded.push(action),
  });
  server.patch("/v1/account/attributes", async (request, reply) => {
    caller(request, reply, "admin");
    return reply.code(status).send({});
  });
  const payload = { MonthlySpendLimit: 100 };
  await server.inject({ method: "PATCH", url: "/v1/account/attributes", payload });
  expect(recorded).toMatchObject(
    details === undefined ? [] : [{ who: "ops", action: "account.attributes.change", details }],
  );
  if (status === 200) expect(recorded).not.toMatchObject([{ details: { status: expect.anything() } }]);
});
