import type { z } from "zod";
import { campaignWindow } from "./campaign-window.js";

/** A window as a query and a command line give it. */
export interface WindowWords {
  /** `09:00-20:00`. */
  readonly window?: string | undefined;
  /** `recipient` where it is left out. */
  readonly zone?: string | undefined;
  /** `mon,tue`; every day where they are left out. */
  readonly days?: string | undefined;
}

const shape = "`window` must be such as 09:00-20:00, `zone` recipient or an IANA zone, `days` such as mon,tue,fri";

/** The window that words ask for; a sentence where they are none. */
export const windowFromWords = ({
  days,
  window,
  zone,
}: WindowWords): z.output<typeof campaignWindow> | string | undefined => {
  if (window === undefined) return zone === undefined && days === undefined ? undefined : shape;
  const [from, to, ...more] = window.split("-");
  const asked = { from, to, zone: zone ?? "recipient", days: days?.split(",") };
  const read = campaignWindow.safeParse(asked);
  if (read.success && more.length === 0) return read.data;
  const fault = read.error?.issues[0];
  return fault === undefined ? shape : `${shape}; ${fault.path.join(".")}: ${fault.message}`;
};
