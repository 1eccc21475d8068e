import fc from "fast-check";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWebhookSender } from "../../../src/adapters/webhooks/webhook-sender.js";
import { runs } from "../../support/property-runs.js";
import { startWebhookReceiver } from "../../support/webhook-receiver.js";

/** One delivery as its receiver got it. */
interface Got {
  readonly headers: Record<string, string>;
  readonly body: string;
}

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const secrets = [{ secret, until: null }];
const sender = createWebhookSender({ allowed: [], isDevelopment: true });
const verifier = new Webhook(secret);

let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let got: Got[] = [];
beforeAll(async () => {
  receiver = await startWebhookReceiver(({ ...headers }, body) => {
    got.push({ headers: headers as Record<string, string>, body });
    return { status: 204 };
  });
});
afterAll(() => receiver.close());

const sent = async (id: string, body: string, at: Date): Promise<Got> => {
  got = [];
  const answer = await sender.send({ url: receiver.url, secrets }, { id, body }, at);
  expect(answer).toMatchObject({ status: 204 });
  expect(got).toHaveLength(1);
  return got[0]!;
};

const someId = fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(..."aZ09-_:/") }));
const someBody = fc
  .record({ type: fc.string(), data: fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }) })
  .map((value) => JSON.stringify(value));

test("the verifier of Standard Webhooks accepts 1,000 deliveries of anything; changed, late or under another id none", async () => {
  let accepted = 0;
  const refused = { byte: 0, late: 0, id: 0 };
  await fc.assert(
    fc.asyncProperty(someId, someBody, fc.nat(), async (id, body, place) => {
      const { headers, body: came } = await sent(id, body, new Date());
      expect(verifier.verify(came, headers)).toEqual(JSON.parse(body));
      accepted += 1;

      const bytes = Buffer.from(came);
      bytes[place % bytes.length]! ^= 1;
      expect(() => verifier.verify(bytes, headers)).toThrow(WebhookVerificationError);
      refused.byte += 1;

      const of = { ...headers, "webhook-id": `${headers["webhook-id"]}x` };
      expect(() => verifier.verify(came, of)).toThrow(WebhookVerificationError);
      refused.id += 1;

      const late = await sent(id, body, new Date(Date.now() - 301_000));
      expect(() => verifier.verify(late.body, late.headers)).toThrow("Message timestamp too old");
      refused.late += 1;
    }),
    { numRuns: runs(1_000) },
  );
  expect(accepted).toBe(runs(1_000));
  expect(refused).toEqual({ byte: accepted, late: accepted, id: accepted });
}, 120_000);
