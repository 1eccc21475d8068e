import { z } from "zod";
import { setting } from "./setting.js";
import { country, list, senderId, someOne } from "./setting-rules.js";

/** Texts: their countries, senders and templates. */
export const textSettings = {
  SMS_DEFAULT_COUNTRY: setting({ rule: country, byDefault: "IN", does: "whose numbers need no country code" }),
  SMS_ALLOWED_COUNTRIES: setting({
    rule: list.pipe(z.array(country).min(1, someOne)),
    otherwise: "all; in production with sns the default country only",
    does: "where texts may go: `IN,AE`",
  }),
  SMS_SENDER_ID: setting({ rule: senderId, otherwise: "none", does: "sender ID, where the country allows one" }),
  SMS_ORIGINATION_NUMBER: setting({
    rule: z.string().regex(/^\+?[0-9]{3,15}$/, "must be a number in E.164 form, or a short code"),
    otherwise: "none",
    does: "dedicated number or short code; the United States need one",
  }),
  SMS_ENTITY_ID: setting({
    rule: z.string().max(50, "must be 1 to 50 characters"),
    otherwise: "international route",
    does: "India's DLT entity: with it, DLT binds every text to India",
  }),
  SMS_TEMPLATES_DIR: setting({ rule: z.string(), otherwise: "the shipped templates", does: "folder of `<name>.yaml`" }),
};
