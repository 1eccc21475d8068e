import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { createWebhookSender } from "../adapters/webhooks/webhook-sender.js";
import { createDeliverWebhooks } from "../application/webhooks/deliver-webhooks.js";
import { WebhookFeed } from "../application/webhooks/feed-webhooks.js";
import { createForgetDeliveries } from "../application/webhooks/forget-deliveries.js";
import { createManageWebhooks } from "../application/webhooks/manage-webhooks.js";
import { createRunWebhooks } from "../application/webhooks/run-webhooks.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** Receivers that are told of outcomes over HTTPS. */
export const provideWebhooks = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("webhookStore", ["store"], ({ store }) => store.webhookStore)
    .provide("webhookSender", [], () =>
      createWebhookSender({
        allowed: config.SMS_WEBHOOK_ALLOW ?? [],
        isDevelopment: config.NODE_ENV !== "production",
      }),
    )
    .provide("forgetDeliveries", ["webhookStore"], createForgetDeliveries)
    .provide("webhookFeed", ["clock", "log", "meters", "webhookStore"], (needs) => new WebhookFeed(needs))
    .provide(
      "deliverWebhooks",
      ["clock", "eventPublisher", "hashes", "log", "meters", "webhookSender", "webhookStore"],
      (needs) => createDeliverWebhooks({ ...needs, random: Math.random }),
    )
    .provide(
      "manageWebhooks",
      ["clock", "events", "randomness", "webhookSender", "webhookStore"],
      ({ events, ...needs }) =>
        createManageWebhooks({
          ...needs,
          reportLog: events.reportLog,
          newSecret: () => `whsec_${randomBytes(32).toString("base64")}`,
        }),
    )
    .provide(
      "runWebhooks",
      ["clock", "deliverWebhooks", "events", "webhookFeed", "webhookStore"],
      ({ events, ...needs }) => createRunWebhooks({ ...needs, webhookReports: events.webhookReports }),
    );
