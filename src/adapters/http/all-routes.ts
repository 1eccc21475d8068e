import type { FastifyInstance } from "fastify";
import { accountRoutes } from "./account-routes.js";
import { auditRoutes } from "./audit-routes.js";
import { bulkRoutes } from "./bulk-routes.js";
import { campaignRoutes } from "./campaign-routes.js";
import { consentOperatorRoutes } from "./consent-operator-routes.js";
import { consoleRoutes } from "./console-routes.js";
import { deadLetterRoutes } from "./dead-letter-routes.js";
import { doctorRoutes } from "./doctor-routes.js";
import { healthRoutes } from "./health-routes.js";
import { inboundRoutes } from "./inbound-routes.js";
import { logRoutes } from "./log-routes.js";
import { messageEventsRoutes } from "./message-events-routes.js";
import { messageRoutes } from "./message-routes.js";
import { operatorRoutes } from "./operator-routes.js";
import { optOutRoutes } from "./opt-out-routes.js";
import { otpRoutes } from "./otp-routes.js";
import { receiptRoutes } from "./receipt-routes.js";
import { revealRoutes } from "./reveal-routes.js";
import { scheduleRoutes } from "./schedule-routes.js";
import { spendRoutes } from "./spend-routes.js";
import { uploadRoutes } from "./upload-routes.js";
import { webhookRoutes } from "./webhook-routes.js";

/** The routes of every subject that there always are. A new subject takes a file in this folder and a line here. */
export const allRoutes = [
  ...([consoleRoutes, healthRoutes, messageRoutes, messageEventsRoutes, revealRoutes, bulkRoutes] as const),
  ...([uploadRoutes, campaignRoutes, accountRoutes, auditRoutes, deadLetterRoutes, doctorRoutes] as const),
  ...([logRoutes, otpRoutes, operatorRoutes, scheduleRoutes, optOutRoutes, consentOperatorRoutes] as const),
  ...([inboundRoutes, receiptRoutes, spendRoutes, webhookRoutes] as const),
] as const;

/** The needs of all of them together. */
export type RouteNeeds = (typeof allRoutes)[number] extends (server: FastifyInstance, needs: infer Needs) => void
  ? Needs
  : never;
