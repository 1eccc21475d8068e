import { systemClock } from "../adapters/system/clock.js";
import type { Config } from "../adapters/environment/config.js";
import type { SimulatedMessage } from "../adapters/simulator/simulated-message.js";
import { type Simulator, startSimulator } from "../adapters/simulator/simulator.js";
import { parsePhoneNumber } from "../domain/phone/phone-number.js";
import { type PriceBook, priceOf } from "../domain/country/price-book.js";
import type { Services } from "./services.js";
import { toldByGraph } from "./told-by-graph.js";
import { phonesPage } from "./web-pages.js";
import type { Wiring } from "./wiring.js";

/**
 * The cost of a text by the price book; the phones do not tell a code from another transactional text, nor does its
 * price.
 */
export const costOf = (prices: PriceBook, { phone, segments, attributes }: SimulatedMessage) => {
  const number = parsePhoneNumber(phone);
  if (typeof number === "string" || number.country === undefined) return undefined;
  const messageClass = attributes["AWS.SNS.SMS.SMSType"] === "Promotional" ? "promotional" : "transactional";
  const price = priceOf(prices, number.country, messageClass);
  return price === undefined ? undefined : { micros: price.micros * segments };
};

/** Starts the phones where texts are to stay on this machine and no simulator runs elsewhere. */
export const startPhones = async (
  config: Config,
  wired: () => Wiring<Services> | undefined,
): Promise<Simulator | undefined> => {
  if (config.SMS_GATEWAY === "sns" || config.AWS_ENDPOINT_URL_SNS !== undefined) return undefined;
  return startSimulator({
    host: "127.0.0.1",
    port: config.SIMULATOR_PORT,
    page: phonesPage,
    told: toldByGraph(wired),
    now: () => (wired()?.get("clock") ?? systemClock).now().getTime(),
    tellReply: async (reply) => {
      const services = wired();
      if (services === undefined) throw new Error("The service is not up yet; reply again");
      const { inboundId, phone: from, to, text, at } = reply;
      await services.get("tellInbound")({ from, to, text, at, inboundId, provider: "simulator" });
    },
    costOf: (message) => {
      const services = wired();
      return services === undefined ? undefined : costOf(services.get("facts")().prices, message);
    },
  });
};
