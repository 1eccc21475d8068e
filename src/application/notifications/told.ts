import type { z } from "zod";
import { campaignRequested } from "./campaign-requested.js";
import { consentChanged } from "./consent-changed.js";
import { smsReceipt } from "./sms-receipt.js";
import { smsReceived } from "./sms-received.js";

/** An event that tells the service something and asks for no text: its topic, without prefix, and its shape. */
export interface ToldShape {
  readonly topic: string;
  readonly schema: z.ZodType;
}

/** Every such event; the taker of each is wired by its topic. */
export const told: readonly ToldShape[] = [smsReceived, smsReceipt, consentChanged, campaignRequested];
