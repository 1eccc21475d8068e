import type { CheckFile } from "../adapters/cli/campaign-check.js";
import { fileBytes } from "../adapters/csv/file-bytes.js";
import { openRecipientFile } from "../adapters/csv/recipient-file.js";
import { windowFromWords } from "../application/notifications/window-words.js";
import { parsePhoneNumber } from "../domain/phone/phone-number.js";
import { createOpensAt } from "../application/campaigns/opens-at.js";
import { createCheckRecipients } from "../application/campaigns/check-recipients.js";
import type { Wiring } from "./wiring.js";
import type { Services } from "./services.js";

/** Checks files with the judge of single messages, and the price book's cheapest and dearest route. */
export const checkRecipientsOf = (services: Wiring<Services>) => {
  const { prices } = services.get("facts")();
  const opensAt = createOpensAt(services.get("facts"));
  const ranges = new Map<string, { readonly low: number; readonly high: number } | undefined>();
  const rangeOf = (country: string, of: string) => {
    const known = [...prices.values()].filter((price) => price.country === country && price.class === of);
    const micros = known.map((price) => price.micros);
    return micros.length === 0 ? undefined : { low: Math.min(...micros), high: Math.max(...micros) };
  };
  return createCheckRecipients({
    judge: async (body, then) => services.get("acceptRequest").preview(body, undefined, then),
    opensAt: (window, text) => {
      const number = parsePhoneNumber(text, services.get("facts")().defaultCountry);
      if (typeof number === "string") return undefined;
      const now = services.get("clock").now().getTime();
      const opens = opensAt({ window }, number.e164, now);
      return opens > now ? new Date(opens) : undefined;
    },
    priceRange: (country, of) => {
      const key = `${country}/${of}`;
      if (!ranges.has(key)) ranges.set(key, rangeOf(country, of));
      return ranges.get(key);
    },
  });
};

/** `sms campaign check`: `services` is made only once a file is checked. */
export const createCheckFile =
  (services: () => Wiring<Services>): CheckFile =>
  async (path, { days, template: name, window: hours, zone, ...text }) => {
    const window = windowFromWords({ days, window: hours, zone });
    if (typeof window === "string") return window;
    const graph = services();
    const template = name === undefined ? undefined : graph.get("facts")().templates.get(name);
    if (name !== undefined && template === undefined)
      return `there is no template ${name}; known are ${[...graph.get("facts")().templates.keys()].sort().join(", ")}`;
    const file = await openRecipientFile(fileBytes(path));
    return checkRecipientsOf(graph)(file, { ...text, template, window, variables: text.variables ?? {} });
  };
