import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { createMemoryReceiptProgress } from "../../../src/adapters/memory/receipt-progress.js";
import { createCloudWatchReceiptSource } from "../../../src/adapters/cloudwatch/receipt-source.js";
import { CallBudget } from "../../../src/application/receipts/call-budget.js";
import { createReadRange } from "../../../src/application/receipts/read-range.js";
import { receiptSourceContract } from "../../contracts/receipt-source.contract.js";
import { startMoto } from "../../support/moto-server.js";
import { movedClock } from "../../support/moved-clock.js";
import { describeWith } from "../../support/needs.js";
import { plannedReceipts } from "../../support/planned-receipts.js";
import { receiptStage } from "../../support/receipt-stage.js";

const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const region = "ap-south-1";

const opened = async () => {
  const moto = await startMoto();
  const client = new CloudWatchLogsClient({ endpoint: moto.url, region, credentials });
  const source = createCloudWatchReceiptSource({ endpoint: moto.url, region, credentials });
  return {
    source,
    write: async (logGroupName: string, lines: readonly { readonly at: Date; readonly text: string }[]) => {
      await client.send(new CreateLogGroupCommand({ logGroupName }));
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "one" }));
      const logEvents = lines
        .map(({ at, text }) => ({ timestamp: at.getTime(), message: text }))
        .sort((a, b) => a.timestamp - b.timestamp);
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: "one", logEvents }));
    },
    close: async () => {
      source.close();
      client.destroy();
      await moto.close();
    },
  };
};

/** moto, an independent imitation of CloudWatch Logs, is the second opinion on what goes over the wire. */
describeWith(["moto_server"], "with moto", () => {
  receiptSourceContract("CloudWatch Logs against moto", opened);

  test("100 texts with doubled, contradicting and unordered receipts come to their ends", async () => {
    const stage = await opened();
    const clock = movedClock(Date.now());
    const receipts = receiptStage(clock);
    const { texts, lines, ends } = plannedReceipts(100, Date.now() - 3_600_000, 7);
    for (const { messageId, providerMessageId } of texts) await receipts.sent(messageId, providerMessageId);
    for (const log of new Set(lines.map((line) => line.log)))
      await stage.write(
        log,
        lines.filter((line) => line.log === log),
      );
    const budget = new CallBudget(clock, 2);
    const receiptProgress = createMemoryReceiptProgress({ clock });
    const readRange = createReadRange({ ...receipts, budget, receiptProgress, receiptSource: stage.source });
    const range = { from: new Date(Date.now() - 75 * 3_600_000), to: new Date() };
    for (const log of await stage.source.logs())
      await readRange({ ...range, log }, async () => true, new AbortController().signal);
    for (const [providerMessageId, end] of ends)
      expect([providerMessageId, (await receipts.receiptIndex.find(providerMessageId))?.state.status]).toEqual([
        providerMessageId,
        end,
      ]);
    await stage.close();
  });
});
