import { expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { campaignMessageId } from "../../../src/application/campaigns/campaign-message.js";

const number = "+919876543210";
const [own, another] = [1, 2].map((byte) => createHashes(Buffer.alloc(32, byte)));

test("the id of a recipient's text is the same in every process, and each generation's own", () => {
  const id = campaignMessageId(own!, "summer", number, 0);
  expect(campaignMessageId(createHashes(Buffer.alloc(32, 1)), "summer", number, 0)).toBe(id);
  const others = [
    campaignMessageId(own!, "summer", number, 1),
    campaignMessageId(own!, "winter", number, 0),
    campaignMessageId(own!, "summer", "+919876543211", 0),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});

test("nobody without the deployment's key finds the number by trying all that an id may be of", () => {
  const id = campaignMessageId(own!, "summer", number, 0);
  expect(campaignMessageId(another!, "summer", number, 0)).not.toBe(id);
  expect(own!.uuid(`campaign\nsummer\n${number}\n0`)).not.toBe(id);
});
