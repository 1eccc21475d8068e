import { consentSettings } from "./consent-settings.js";
import { doorSettings } from "./door-settings.js";
import { gatewaySettings } from "./gateway-settings.js";
import { kafkaSettings } from "./kafka-settings.js";
import { paceSettings } from "./pace-settings.js";
import { processSettings } from "./process-settings.js";
import { receiptSettings } from "./receipt-settings.js";
import { secretSettings } from "./secret-settings.js";
import { storeSettings } from "./store-settings.js";
import { textSettings } from "./text-settings.js";

/** Every setting by subject, under the heading that docs/settings.md gives it. */
export const settingGroups = {
  Gateway: gatewaySettings,
  Kafka: kafkaSettings,
  "Redis and PostgreSQL": storeSettings,
  "Secrets and one-time codes": secretSettings,
  "HTTP, console, phones, webhooks": doorSettings,
  Texts: textSettings,
  "Prices, limits, rates": paceSettings,
  "Replies and opt-outs": consentSettings,
  Receipts: receiptSettings,
  Process: processSettings,
};
