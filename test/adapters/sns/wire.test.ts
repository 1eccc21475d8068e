import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { GatewayText } from "../../../src/application/ports/sms-gateway.js";
import { SnsSmsGateway } from "../../../src/adapters/sns/sms-gateway.js";
import { aText } from "../../contracts/sms-gateway.contract.js";
import { leavesAtOnce } from "../../support/leaves-at-once.js";

/** What differs from one run to the next, by header. */
const masks: Record<string, (value: string) => string> = {
  host: () => "<endpoint>",
  authorization: (value) =>
    value.replace(/\/\d{8}\//u, "/<day>/").replace(/Signature=[0-9a-f]{64}/u, "Signature=<64 hex>"),
  "x-amz-date": (value) => value.replace(/^\d{8}T\d{6}Z$/u, "<now>"),
};

/** The request as it came over the wire: head in order of names, body byte for byte. */
const asSent = async (text: GatewayText): Promise<string> => {
  let sent = "";
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { "x-amz-content-sha256": digest, ...headers } = request.headers;
    expect(digest).toBe(createHash("sha256").update(body).digest("hex"));
    const head = Object.entries(headers)
      .map(([name, value]) => `${name}: ${masks[name]?.(String(value)) ?? value}`)
      .sort();
    sent = [`${request.method} ${request.url} HTTP/${request.httpVersion}`, ...head, "", body, ""].join("\n");
    response.end("<PublishResponse><PublishResult><MessageId>id</MessageId></PublishResult></PublishResponse>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const gateway = new SnsSmsGateway({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "ap-south-1",
    credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" },
    maxSockets: 1,
  });
  try {
    const answer = await gateway.publish(text, new AbortController().signal, leavesAtOnce);
    expect(answer).toEqual({ kind: "accepted", providerMessageId: "id" });
    return sent;
  } finally {
    await gateway.close();
    await new Promise((resolve) => server.close(resolve));
  }
};

const india = { senderId: "ACMEIN", entityId: "1101000000000000001", templateId: "1107000000000000002" };

/** `npx vitest run test/adapters/sns/wire.test.ts -u` writes the files anew; read what changed before it is kept. */
test.each([
  ["otp", "a code goes out as Transactional, by the local Indian route", aText({ class: "otp", ...india })],
  ["transactional", "no mark is sent that was not asked for", aText()],
  ["promotional", "from a number of its own", aText({ class: "promotional", originationNumber: "+12065550100" })],
])("golden/publish-%s.http: %s", async (name, _, text) => {
  await expect(await asSent(text)).toMatchFileSnapshot(`golden/publish-${name}.http`);
});
