import { afterAll, beforeAll, expect, test } from "vitest";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { createCloudWatchAccountSpend } from "../../../src/adapters/cloudwatch/account-spend.js";
import { systemClock } from "../../../src/adapters/system/clock.js";
import { freePort } from "../../support/free-port.js";
import { type MotoServer, startMoto } from "../../support/moto-server.js";
import { describeWith } from "../../support/needs.js";

describeWith(["moto_server"], "what the account has spent, by moto", () => {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const region = "us-east-1";
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto?.close();
  });

  test("nothing is told at first, then the latest count of the month", async () => {
    const source = createCloudWatchAccountSpend({ clock: systemClock, credentials, endpoint: moto.url, region });
    expect(await source.monthToDate()).toBeUndefined();
    const cloudwatch = new CloudWatchClient({ region, credentials, endpoint: moto.url });
    const now = Date.now();
    const point = (minutes: number, Value: number) => ({
      ...{ MetricName: "SMSMonthToDateSpentUSD", Value },
      Timestamp: new Date(now - minutes * 60_000),
    });
    await cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "AWS/SNS", MetricData: [point(20, 49.25), point(8, 49.5), point(31, 48)] }),
    );
    expect(await source.monthToDate()).toBe(49_500_000);
    cloudwatch.destroy();
    source.close();
  });

  test("an endpoint that does not answer rejects", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const source = createCloudWatchAccountSpend({ clock: systemClock, credentials, endpoint, region });
    await expect(source.monthToDate()).rejects.toThrow();
    source.close();
  });
});
