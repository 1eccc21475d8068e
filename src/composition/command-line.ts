import { readFile } from "node:fs/promises";
import { runProgram } from "../adapters/cli/program.js";
import type { Reach } from "../adapters/cli/reach.js";
import { pipedInput } from "../adapters/cli/piped-input.js";
import { createServiceClient } from "../adapters/cli/service-client.js";
import { createServiceDownload } from "../adapters/cli/service-download.js";
import { shownTerminal } from "../adapters/cli/shown-terminal.js";
import type { ExitCode, Terminal } from "../adapters/cli/terminal.js";
import { systemClock } from "../adapters/system/clock.js";
import { shipped } from "./shipped.js";
import { textNeeds } from "./text-needs.js";

/** Commands whose work goes on though nobody reads where it is shown: what they began is not left half done. */
const working: ReadonlySet<string> = new Set(["serve", "simulator", "bulk", "dead-letters"]);

/**
 * One command line of this process; its exit code. Each command loads what it needs when it runs: the whole service takes
 * longer to load than most commands take to run.
 */
export const runCommandLine = async (own: NodeJS.Process, version: string): Promise<ExitCode> => {
  const { env: environment } = own;
  const terminal: Terminal = shownTerminal({
    environment,
    input: pipedInput(own.stdin),
    output: own.stdout,
    errors: own.stderr,
    progress: own.stderr.isTTY,
    columns: own.stdout.columns,
    isPerson: own.stdin.isTTY === true && own.stdout.isTTY === true,
  });
  let reach: Reach = {};
  const call = createServiceClient(environment, () => reach);
  const texts = textNeeds(environment);
  const [, , command = "serve"] = own.argv;
  own.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (working.has(command)) return;
    // `sms config | head -1`: the reader has seen enough.
    if (code === "EPIPE") own.exit(0);
    else {
      own.stderr.write(`The answer cannot be written to standard output: ${message}\n`);
      own.exit(1);
    }
  });
  // A log that nobody reads any more is no reason to stop sending.
  own.stderr.on("error", () => undefined);

  return runProgram(
    own.argv.slice(2),
    {
      ...texts,
      call,
      download: createServiceDownload(environment, () => reach),
      bulk: async () => (await import("./bulk-needs.js")).bulkNeeds(call, texts.templates),
      clock: systemClock,
      version,
      reach: (given) => {
        reach = given;
      },
      publishEvent: async (topic, value, key) =>
        (await import("./publish-event.js")).publisherOf(environment, call)(topic, value, key),
      newEvents: async () =>
        environment["KAFKA_BROKERS"] ? (await import("./tail-topics.js")).tailTopics(environment) : undefined,
      sampleOf: (topic) => readFile(shipped(`data/samples/${topic}.json`)).catch(() => undefined),
      serve: async () => (await import("./serve-command.js")).serveCommand(own, terminal),
      showConfig: async (json) =>
        (await import("./config-command.js")).configCommand(environment, json, terminal.output),
      simulator: async () => (await import("./simulator-command.js")).simulatorCommand(own, call),
    },
    terminal,
  );
};
