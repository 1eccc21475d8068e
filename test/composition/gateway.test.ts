import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { GatewayText } from "../../src/application/ports/sms-gateway.js";
import { createGateway } from "../../src/composition/gateway.js";
import { leavesAtOnce } from "../support/leaves-at-once.js";

/** Credential scopes of what was asked: key, day, region, service. */
const scopes: string[] = [];
/** Requests that are answered once there are so many. */
let together = 1;
let held: ServerResponse[] = [];
const endpoint = createServer((request, response) => {
  scopes.push(/Credential=(\S+?),/.exec(request.headers.authorization ?? "")?.[1] ?? "none");
  request.resume();
  held.push(response);
  if (held.length < together) return;
  for (const one of held)
    one
      .writeHead(200, { "content-type": "text/xml" })
      .end("<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>");
  held = [];
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
});
afterAll(() => {
  endpoint.closeAllConnections();
  endpoint.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  together = 1;
  held = [];
});

const secret = "s".repeat(32);
const production = {
  NODE_ENV: "production",
  KAFKA_BROKERS: "127.0.0.1:1",
  REDIS_URL: "redis://127.0.0.1:1",
  SMS_GATEWAY: "sns",
  OTP_SECRET: secret,
  SMS_HASH_KEY: "h".repeat(32),
  API_KEYS: "web:api-key-of-the-web:send",
};

const text = { to: "+919876543210", text: "Hello", class: "transactional" } as GatewayText;
const accepted = { kind: "accepted", providerMessageId: "m-1" };

test.each<[string, NodeJS.ProcessEnv, "endpoint" | "simulator", RegExp]>([
  [
    "production signs for the region that is set, with the machine's credentials",
    { ...production, AWS_REGION: "ap-south-2" },
    "endpoint",
    /^AKIAREAL\/\d{8}\/ap-south-2\/sns\//,
  ],
  [
    "sns elsewhere does the same",
    { SMS_GATEWAY: "sns", AWS_REGION: "eu-west-1", API_KEYS: production.API_KEYS },
    "endpoint",
    /^AKIAREAL\/\d{8}\/eu-west-1\/sns\//,
  ],
  [
    "the embedded simulator never gets the machine's credentials",
    {},
    "simulator",
    /^simulated\/\d{8}\/ap-south-1\/sns\//,
  ],
  [
    "nor does a simulator elsewhere, and a region that is set is kept",
    { AWS_REGION: "us-east-1" },
    "endpoint",
    /^simulated\/\d{8}\/us-east-1\/sns\//,
  ],
])("%s", async (_, environment, where, scope) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAREAL");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "real");
  const config = readConfig({ ...environment, ...(where === "endpoint" ? { AWS_ENDPOINT_URL_SNS: url } : {}) });
  const gateway = createGateway(config, where === "simulator" ? url : undefined);
  scopes.length = 0;
  expect(await gateway.publish(text, new AbortController().signal, leavesAtOnce)).toEqual(accepted);
  await gateway.close();
  expect(scopes).toEqual([expect.stringMatching(scope)]);
});

test.each<[string, NodeJS.ProcessEnv]>([
  ["SNS", { SMS_GATEWAY: "sns", AWS_REGION: "eu-west-1", API_KEYS: production.API_KEYS }],
  ["the simulator", {}],
])("%s gets as many calls at once as texts may be in flight, more than Node or the SDK would open", async (_, more) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAREAL");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "real");
  together = 70;
  const config = readConfig({ ...more, AWS_ENDPOINT_URL_SNS: url, SMS_MAX_IN_FLIGHT: String(together) });
  const gateway = createGateway(config, undefined);
  const calls = Array.from({ length: together }, () => gateway.publish(text, undefined, leavesAtOnce));
  for (const answer of await Promise.all(calls)) expect(answer).toEqual(accepted);
  await gateway.close();
});
