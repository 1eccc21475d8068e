import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { type KafkaServer, startKafka } from "../../../support/kafka-server.js";
import { type KafkaStage, kafkaStage } from "../../../support/kafka-stage.js";
import { kcat } from "../../../support/kcat.js";
import { describeWith } from "../../../support/needs.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

const journal = { born: async () => undefined, knows: async () => true };

/** A broker refuses a batch that it cannot read itself, so one is spoilt where it lies: on the broker's disk. */
describeWith(["java", "mvn", "kcat"], "a batch that lies spoilt in the log", () => {
  let dir: string;
  let server: KafkaServer;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "kafka-spoilt-"));
    server = await startKafka({ dir });
  });
  afterAll(async () => {
    await server.kill();
    await rm(dir, { recursive: true, force: true });
  });

  const segmentOf = async ({ settings }: KafkaStage) => {
    const folder = join(dir, "data", `${settings.KAFKA_TOPIC_PREFIX}in-0`);
    const name = (await readdir(folder)).find((file) => file.endsWith(".log"))!;
    return join(folder, name);
  };

  test.each([
    ["a codec that nobody knows", (segment: Buffer) => segment.writeInt16BE(7, 21), /codec of number 7/],
    ["a body that does not decompress", (segment: Buffer) => segment.fill(0xaa, 61, 90), /codec gzip\) cannot be read/],
  ])("%s becomes one record with the batch in it, and the next ones are read", async (_, spoil, says) => {
    const stage = kafkaStage(server.brokers);
    await stage.makeTopics(["in"]);
    const topic = `${stage.settings.KAFKA_TOPIC_PREFIX}in`;
    await kcat(
      server.brokers,
      ["-P", "-t", topic, "-z", "gzip", "-X", "linger.ms=500"],
      "one\ntwo\nthree\n".repeat(50),
    );
    await kcat(server.brokers, ["-P", "-t", topic], "after\n");
    await server.stop();
    const path = await segmentOf(stage);
    const segment = await readFile(path);
    const batchLength = 12 + segment.readInt32BE(8);
    spoil(segment);
    await writeFile(path, segment);
    await server.restart();

    const source = createKafkaEventSource({
      settings: stage.settings,
      topics: ["in"],
      journal,
      errorLog: silentErrorLog,
      log,
    });
    const receiver = new CollectingReceiver();
    await source.start(receiver);
    await vi.waitFor(() => expect(receiver.values().at(-1)).toBe("after"), { timeout: 20_000 });
    expect(receiver.records).toHaveLength(2);
    const [spoilt] = receiver.records;
    expect(spoilt).toMatchObject({ offset: 149n, key: null });
    expect(spoilt?.value).toEqual(segment.subarray(0, batchLength));
    expect(spoilt?.fault).toMatchObject({ cause: "unreadable-batch", message: expect.stringMatching(says) });
    expect(source.troubles()).toEqual([]);
    await source.close();
  });
});
