import { describe, expect, test } from "vitest";
import type { GatewayText } from "../../../src/application/ports/sms-gateway.js";
import { createSigner } from "../../../src/adapters/sns/create-signer.js";
import { messageIdOf } from "../../../src/adapters/sns/message-id-of.js";
import { provenTarget } from "../../../src/adapters/sns/proven-target.js";
import { publishBody } from "../../../src/adapters/sns/publish-body.js";
import { SdkModel } from "../../../src/adapters/sns/sdk-model.js";
import { aText } from "../../contracts/sms-gateway.contract.js";

const identities = [
  { accessKeyId: "key", secretAccessKey: "secret/+=" },
  { accessKeyId: "key", secretAccessKey: "secret", sessionToken: "IQoJb3JpZ2luX2VjE//==" },
];

const choices = {
  senderId: [undefined, "ACMEIN", "Ma Boutique"],
  originationNumber: [undefined, "+12065550100"],
  entityId: [undefined, "1101000000000000001"],
  templateId: [undefined, "1107000000000000002"],
};
/** Every combination of attributes. */
const marks = Object.entries(choices).reduce<Partial<GatewayText>[]>(
  (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
  [{}],
);
const texts = [
  "plain",
  "é ñ ß ¿ € नमस्ते 👋🏽 \u{1f468}\u200d\u{1f469}",
  'a+b & c=d; 100% ~-_.!*\'() "<>"\n\r\t\0',
  "x".repeat(1_600),
];

const instantIn = (text: string) => Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, "$1-$2-$3T$4:$5:$6Z"));

describe.each([
  ["a region's own address", { region: "ap-south-1" }, "https://sns.ap-south-1.amazonaws.com", "/"],
  ["a region of another partition", { region: "cn-north-1" }, "https://sns.cn-north-1.amazonaws.com.cn", "/"],
  ["an address with a port", { region: "us-east-1", endpoint: "http://127.0.0.1:4566" }, "http://127.0.0.1:4566", "/"],
  ["an address with a path", { region: "us-east-1", endpoint: "https://h.example/a/b" }, "https://h.example", "/a/b/"],
  ["an IPv6 address", { region: "us-east-1", endpoint: "http://[::1]:4566" }, "http://[::1]:4566", "/"],
])("requests to %s", (_, where, origin, path) => {
  test("are written as the SDK writes them, for every combination of attributes", async () => {
    const target = await provenTarget(where);
    expect(target).toMatchObject({ origin, path });
    const sign = createSigner(target);
    for (const identity of identities) {
      const model = new SdkModel(where, identity);
      for (const [at, mark] of marks.entries())
        for (const kind of ["otp", "transactional", "promotional"] as const) {
          const text = aText({ ...mark, class: kind, text: texts[at % texts.length]! });
          const { body, headers } = await model.requestOf(text);
          expect(publishBody(text)).toBe(String(body));
          const ours = sign(String(body), identity, instantIn(headers["x-amz-date"]!));
          expect({ ...headers, "user-agent": "" }).toMatchObject({ ...ours, "user-agent": "" });
        }
      model.close();
    }
  });
});

test("the key of a day is made anew on the next", () => {
  const sign = createSigner({ origin: "http://h", host: "h", path: "/", region: "us-east-1" });
  const at = Date.UTC(2026, 0, 31, 23, 59, 59);
  const [late, early, again] = [at, at + 1_000, at].map((ms) => sign("Action=Publish", identities[0]!, ms));
  expect(late!["x-amz-date"]).toBe("20260131T235959Z");
  expect(early!["authorization"]).toContain("/20260201/us-east-1/sns/");
  expect(again).toEqual(late);
});

test.each([
  ["<PublishResponse><PublishResult><MessageId>id</MessageId></PublishResult></PublishResponse>\n", "id"],
  ["<?xml version='1.0'?><n:PublishResponse><n:MessageId>id</n:MessageId></n:PublishResponse >", "id"],
  ["<PublishResponse><MessageId> a&lt;b&#128075; </MessageId></PublishResponse>", "a<b👋"],
  ["<PublishResponse><MessageId>id</MessageId>", undefined],
  ["<PublishResponse><RequestId>id</RequestId></PublishResponse>", undefined],
  ["<ErrorResponse><MessageId>id</MessageId></ErrorResponse>", undefined],
  ["", undefined],
])("the id in %j is %j", (body, id) => {
  expect(messageIdOf(body)).toBe(id);
});
