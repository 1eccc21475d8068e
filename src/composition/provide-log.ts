import type { Config } from "../adapters/environment/config.js";
import { createExplainMessage } from "../application/log/explain-message.js";
import { LogFiller } from "../application/log/fill-log.js";
import { createRevealNumber } from "../application/log/reveal-number.js";
import { createSearchMessages } from "../application/log/search-messages.js";
import { createMessageLog } from "./message-log.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** The message log, the filler that writes it, and the search. */
export const provideLog = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("messageLog", ["clock"], ({ clock }) => createMessageLog(config, clock))
    .provide("logFiller", ["clock", "hashes", "log", "messageLog"], (needs) => new LogFiller(needs))
    .provide("explainMessage", ["journal", "messageLog"], createExplainMessage)
    .provide("revealNumber", ["journal", "messageLog"], createRevealNumber)
    .provide("searchMessages", ["clock", "hashes", "messageLog"], (needs) =>
      createSearchMessages({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY }),
    );
