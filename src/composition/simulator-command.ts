import { replyTeller } from "../adapters/cli/reply-teller.js";
import type { ServiceClient } from "../adapters/cli/service-client.js";
import { runSimulator } from "../adapters/cli/simulator.js";
import type { ExitCode } from "../adapters/cli/terminal.js";
import { toldByService } from "../adapters/cli/told-by-service.js";
import { readConfig } from "../adapters/environment/config.js";
import { readPrices } from "../adapters/files/prices.js";
import { startSimulator } from "../adapters/simulator/simulator.js";
import { costOf } from "./phones.js";
import { shipped } from "./shipped.js";
import { phonesPage } from "./web-pages.js";

const loopback = "127.0.0.1";

/** `sms simulator`: the phones alone, until a signal stops them; the service at SMS_URL hears the replies. */
export const simulatorCommand = (own: NodeJS.Process, call: ServiceClient): Promise<ExitCode> => {
  const { env: environment } = own;
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
};
