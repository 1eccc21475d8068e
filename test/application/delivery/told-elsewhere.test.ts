import { expect, test } from "vitest";
import { openSpine } from "../../support/spine.js";

const source = "order.created/0/1";

test.each([
  ["tells it within three seconds: this one tells nothing", 4, 0],
  ["never tells it: this one does", Number.POSITIVE_INFINITY, 1],
])("another process ended the message by the same event, and %s", async (_, looks, told) => {
  const spine = openSpine();
  const message = spine.aMessage();
  await spine.clock.until(spine.deliverMessage(message, source, spine.never), 10_000);
  const ended = await spine.journal.open(message.id, source, "resend-once", 1_000, new Date(0), message.payload);
  expect(ended).toMatchObject({ kind: "settled", announced: true });
  const before = spine.published.length;
  spine.troubled.answer("open", { ...ended, announced: undefined, telling: true }, looks);
  await spine.clock.until(spine.deliverMessage(message, source, spine.never), 10_000);
  expect(spine.published).toHaveLength(before + told);
  expect(spine.gateway.received).toHaveLength(1);
});
