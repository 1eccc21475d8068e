import { z } from "zod";
import { isTimeZone } from "../../domain/time-zone.js";
import { maybe } from "./left-out.js";

const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u, "must be a time of day such as 09:00");

const isZone = (zone: string): boolean => zone === "recipient" || isTimeZone(zone);

/** The weekly hours of a campaign. */
export const campaignWindow = z
  .object({
    from: Time,
    to: Time,
    zone: z.string().max(60).refine(isZone, "must be `recipient` or an IANA zone such as Asia/Kolkata"),
    days: maybe(z.array(z.enum(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])).min(1)),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than `from`" });
