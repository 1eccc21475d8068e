import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Runs within a process of its own, which ends when nothing is left open: nobody ends it. */
const script = `
  const { startSms } = await import("./src/entry/library.ts");
  const { createServer } = await import("node:net");
  const quiet = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };
  const fails = (more) => startSms({ ...quiet, ...more }).then(() => "it started", (error) => error.code ?? error.name);

  const [one, two] = await Promise.all([startSms(quiet), startSms(quiet)]);
  const text = { to: "+919876543210", text: "Hello" };
  const sent = await one.send(text);
  const known = async (by) => (await fetch(by.url + "/v1/messages/" + sent.answer.messageId)).status;
  const counted = async (by) => /sms_events_consumed_total\\{topic="sms.requested"\\} (\\d+)/.exec(await (await fetch(by.url + "/metrics")).text())[1];
  while ((await counted(one)) !== "1") await new Promise((resolve) => setTimeout(resolve, 10));
  const apart = [await known(one), await known(two), await counted(two)];

  const failed = [
    await fails({ HTTP_PORT: new URL(one.url).port }),
    await fails({ SIMULATOR_PORT: new URL(one.inbox).port }),
    await fails({ HTTP_HOST: "203.0.113.7", API_KEYS: "shop:0123456789abcdef:send" }),
    await fails({ KAFKA_BROKERS: "127.0.0.1:1" }),
    await fails({ SMS_LIMITS: "/none" }),
  ];
  const closed = [...(await Promise.all([one.stop(), one.stop()])), await one.stop(), await one.close()];
  const goesOn = (await two.send(text)).kind;
  await two.close();
  console.log(JSON.stringify({ apart, failed, closed, goesOn }));
`;

test("two services in one process are apart; starts that fail, and stops, leave nothing open: the process ends by itself", async () => {
  const node = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, node, { timeout: 50_000 });
  expect(JSON.parse(stdout)).toEqual({
    apart: [200, 404, "0"],
    failed: ["EADDRINUSE", "EADDRINUSE", "EADDRNOTAVAIL", "kafka-away", expect.any(String)],
    closed: [true, true, true, null],
    goesOn: "accepted",
  });
});
