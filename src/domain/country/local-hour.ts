import { offsetAt } from "./zone-offsets.js";

/** Places that have other names now than in the zones named after them. */
const namedNow: Readonly<Record<string, string>> = {
  Calcutta: "Kolkata",
  Godthab: "Nuuk",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh City",
};
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** An instant as the clocks of a place show it. */
export interface LocalHour {
  /** `2026-11-25T09:00`, without an offset: it is of the zone. */
  readonly local: string;
  /** `09:00 in New York on Wednesday`. */
  readonly words: string;
}

/** `instant`: epoch ms. */
export const localHour = (zone: string, instant: number): LocalHour => {
  const shifted = new Date(instant + offsetAt(zone, instant));
  const local = shifted.toISOString().slice(0, 16);
  const place = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return { local, words: `${local.slice(11)} in ${namedNow[place] ?? place} on ${weekdays[shifted.getUTCDay()]}` };
};
