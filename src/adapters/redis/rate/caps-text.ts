import { capWindows, type RecipientCap } from "../../../domain/rate/recipient-caps.js";

/** Caps, as the scripts read them. */
export const capsText = (caps: readonly RecipientCap[]): string =>
  JSON.stringify(caps.map(({ of, name, window, most }) => [of, name, capWindows[window], most]));
