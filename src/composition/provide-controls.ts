import type { Config } from "../adapters/environment/config.js";
import { createLimitsStore } from "../adapters/files/limits-store.js";
import { createControlSend } from "../application/controls/control-send.js";
import { createForecastControls } from "../application/controls/forecast-controls.js";
import { createGatherFacts } from "../application/controls/gather-facts.js";
import { createEndDoubt } from "../application/money/end-doubt.js";
import { createKeepBooks } from "../application/money/keep-books.js";
import { createReadSpend } from "../application/money/read-spend.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

const counted = ["clock", "hashes", "limits", "moneyLedger", "recipientLog"] as const;

/** Wires the controls: opted-out numbers, caps of the recipient, limits of money. */
export const provideControls = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("limitsStore", [], () => createLimitsStore(config.SMS_LIMITS))
    .provide("limits", ["limitsStore"], ({ limitsStore }) => limitsStore.current)
    .provide("moneyLedger", ["store"], ({ store }) => store.moneyLedger)
    .provide("recipientLog", ["store"], ({ store }) => store.recipientLog)
    .provide("controlSend", counted, createControlSend)
    .provide("forecastControls", counted, createForecastControls)
    .provide("gatherFacts", ["forecastControls", "optOuts"], createGatherFacts)
    .provide("endDoubt", ["moneyLedger"], createEndDoubt)
    .provide("readSpend", ["clock", "limits", "moneyLedger"], createReadSpend)
    .provide("keepBooks", ["clock", "eventPublisher", "hashes", "journal", "log", "moneyLedger"], createKeepBooks);
