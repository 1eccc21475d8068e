import { expect, test } from "vitest";
import { unknownTopic } from "../../src/domain/unknown-topic.js";

test.each<[string, string, string]>([
  [
    "a slip",
    "order.craeted",
    "No event has the topic order.craeted; did you mean order.created? known are order.created, sms.requested",
  ],
  ["near nothing", "invoice", "No event has the topic invoice; known are order.created, sms.requested"],
])("%s", (_, topic, said) => expect(unknownTopic(topic, ["order.created", "sms.requested"])).toBe(said));
