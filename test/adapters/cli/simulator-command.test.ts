import { expect, test } from "vitest";
import { runSimulator } from "../../../src/adapters/cli/simulator.js";
import { startSimulator } from "../../../src/adapters/simulator/simulator.js";

const host = "127.0.0.1";

test("`sms simulator` says where it listens and what to set, and stops when told to", async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  const ended = runSimulator({
    start: async (where) => {
      const simulator = await startSimulator(where);
      setImmediate(() => stop.abort());
      return simulator;
    },
    host,
    port: 0,
    output: (line) => lines.push(line),
    signal: stop.signal,
  });
  expect(await ended).toBe(0);
  expect(lines.join("\n")).toMatch(/AWS_ENDPOINT_URL_SNS=http:\/\/127\.0\.0\.1:\d+ AWS_REGION=/u);
});

test("a port that is taken is a failure with a way out", async () => {
  const first = await startSimulator({ host, port: 0 });
  const port = Number(new URL(first.url).port);
  const lines: string[] = [];
  const signal = new AbortController().signal;
  expect(await runSimulator({ start: startSimulator, host, port, output: (line) => lines.push(line), signal })).toBe(1);
  expect(lines).toEqual([`Port ${port} is taken: stop what listens there, or choose another with SIMULATOR_PORT`]);
  await first.close();
});
