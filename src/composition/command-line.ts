import { readFile } from "node:fs/promises";
import { checkedConfig } from "./checked-config.js";
import { publisherOf } from "./publish-event.js";
import { readConfig } from "../adapters/environment/config.js";
import { shownSettings } from "../adapters/environment/shown-settings.js";
import { readPrices } from "../adapters/files/prices.js";
import { fileBytes } from "../adapters/csv/file-bytes.js";
import { openRecipientFile } from "../adapters/csv/recipient-file.js";
import { bulkProgress } from "../adapters/files/bulk-progress.js";
import { runProgram } from "../adapters/cli/program.js";
import { serve } from "../adapters/cli/serve.js";
import { createServiceClient, type Reach } from "../adapters/cli/service-client.js";
import { replyTeller } from "../adapters/cli/reply-teller.js";
import { sampleCommand } from "../adapters/cli/sample-command.js";
import { toldByService } from "../adapters/cli/told-by-service.js";
import { runSimulator } from "../adapters/cli/simulator.js";
import { shownTerminal } from "../adapters/cli/shown-terminal.js";
import type { ExitCode, Terminal } from "../adapters/cli/terminal.js";
import { startSimulator } from "../adapters/simulator/simulator.js";
import { systemClock } from "../adapters/system/clock.js";
import { otpTemplateFaults } from "../domain/otp/otp-template-faults.js";
import { costOf } from "./phones.js";
import { startService } from "./service.js";
import { shipped } from "./shipped.js";
import { phonesPage } from "./web-pages.js";
import { textNeeds } from "./text-needs.js";

const loopback = "127.0.0.1";

/** One command line of this process; its exit code. */
export const runCommandLine = async (own: NodeJS.Process, version: string): Promise<ExitCode> => {
  const { env: environment } = own;
  const terminal: Terminal = shownTerminal({
    environment,
    input: own.stdin,
    output: own.stdout,
    errors: own.stderr,
    progress: own.stderr.isTTY,
    isPerson: own.stdin.isTTY === true && own.stdout.isTTY === true,
  });
  let reach: Reach = {};
  const call = createServiceClient(environment, () => reach);
  const texts = textNeeds(environment);
  // The reader of our answers has seen enough (`sms segments | head`): nobody is left to answer.
  own.stdout.on("error", () => own.exit(1));
  // A log that nobody reads any more is no reason to stop sending.
  own.stderr.on("error", () => undefined);

  const start = async () => {
    const config = checkedConfig(environment);
    const service = await startService(config);
    return {
      ...service,
      next: sampleCommand(own, service.url),
      reload: () => {
        const { services } = service;
        const reloaded = services.get("templates").reload();
        const limitsFaults = services.get("limitsStore").reload();
        const limits =
          config.SMS_LIMITS === undefined
            ? []
            : limitsFaults.length === 0
              ? ["limits read again"]
              : ["limits not read again, the old ones stay:", ...limitsFaults.map((fault) => `  ${fault}`)];
        if (reloaded.ok)
          return [
            `templates read again: ${reloaded.count}`,
            ...otpTemplateFaults(services.get("otpPolicies"), services.get("templates").current()),
            ...limits,
          ].join("\n");
        return `${[...limits, ""].join("\n")}templates not read again, the old ones stay:\n${reloaded.faults.map(({ file, line, message }) => `  ${file}:${line}: ${message}`).join("\n")}`;
      },
    };
  };

  return runProgram(
    own.argv.slice(2),
    {
      ...texts,
      call,
      bulk: {
        call,
        openFile: (path) => openRecipientFile(fileBytes(path)),
        progress: bulkProgress,
        variablesOf: (template) => {
          const known = texts.templates().get(template);
          return known === undefined ? undefined : [...known.variables.keys()];
        },
      },
      clock: systemClock,
      version,
      reach: (given) => {
        reach = given;
      },
      publishEvent: publisherOf(environment, call),
      sampleOf: (topic) => readFile(shipped(`data/samples/${topic}.json`)).catch(() => undefined),
      serve: () =>
        serve(
          {
            start,
            onSignal: (signal, told) => void own.on(signal, told),
            monotonic: () => systemClock.monotonic(),
            exit: (code) => own.exit(code),
          },
          terminal,
        ),
      showConfig: (json) => shownSettings(environment, json, terminal.output, checkedConfig),
      simulator: () => {
        const stop = new AbortController();
        for (const signal of ["SIGINT", "SIGTERM"] as const) own.once(signal, () => stop.abort());
        const { SIMULATOR_PORT } = readConfig({ SIMULATOR_PORT: environment["SIMULATOR_PORT"] });
        // Containers reach it on another address than loopback.
        const host = environment["SIMULATOR_HOST"] || loopback;
        const output = (line: string) => void own.stdout.write(`${line}\n`);
        const prices = readPrices(environment["SMS_PRICE_BOOK"] || shipped("data/price-book.json"));
        return runSimulator({
          start: (where) =>
            startSimulator({
              ...where,
              costOf: (message) => costOf(prices, message),
              tellReply: replyTeller(call),
              page: phonesPage,
              told: toldByService(call),
            }),
          host,
          port: SIMULATOR_PORT,
          output,
          signal: stop.signal,
        });
      },
    },
    terminal,
  );
};
