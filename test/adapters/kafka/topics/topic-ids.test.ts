import { describe, expect, test } from "vitest";
import { metadataRequest, readMetadataAnswer, readTopicIds } from "../../../../src/adapters/kafka/topics/topic-ids.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";

test("the request: header tags, names without ids, nothing made, no operations asked for", () => {
  const hex = `00 02 ${"00".repeat(16)} 03 6162 00 00 00 00 00`;
  expect(metadataRequest(["ab"])).toEqual(Buffer.from(hex.replaceAll(" ", ""), "hex"));
});

describe("the answer", () => {
  const partition = "0000 00000000 00000001 00000005 02 00000001 02 00000001 01 00";
  const topic = (error: string, id: string) => `${error} 03 6162 ${id} 00 02 ${partition} 80000000 00`;
  const answer = (...topics: string[]) =>
    Buffer.from(
      `00 00000000 02 00000001 0a 3132372e302e302e31 00002384 00 00 05 61626364 00000001 0${topics.length + 1} ${topics.join(" ")} 80000000 00`.replaceAll(
        " ",
        "",
      ),
      "hex",
    );
  test.each([
    ["an id", answer(topic("0000", "11".repeat(16))), [["ab", Buffer.alloc(16, 0x11).toString("base64url")]]],
    ["no id", answer(topic("0000", "00".repeat(16))), []],
    ["no topic", answer(topic("0003", "11".repeat(16))), []],
  ])("%s", (_, bytes, ids) => {
    expect([...readMetadataAnswer(bytes)]).toEqual(ids);
  });
});

describeWithKafka("topic ids", () => {
  test("a topic has its own, another once it is made anew, and none while it is not there", async () => {
    const stage = kafkaStage(await sharedKafka());
    const name = (topic: string) => stage.settings.KAFKA_TOPIC_PREFIX + topic;
    const ids = () => readTopicIds(stage.kafka, [name("a"), name("b"), name("none")]);
    await stage.makeTopics(["a", "b"]);
    const first = await ids();
    expect([...first.keys()].toSorted()).toEqual([name("a"), name("b")]);
    expect(first.get(name("a"))).toMatch(/^[\w-]{22}$/);
    expect(first.get(name("a"))).not.toBe(first.get(name("b")));
    const admin = stage.kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [name("a")] });
    await admin.disconnect();
    await stage.makeTopics(["a"]);
    const second = await ids();
    expect(second.get(name("a"))).not.toBe(first.get(name("a")));
    expect(second.get(name("b"))).toBe(first.get(name("b")));
  });
});
