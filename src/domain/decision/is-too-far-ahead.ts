const dayMs = 86_400_000;

/** A text and its terms are kept until it goes; a time beyond a year is a mistake of units, or of the year. */
export const mostDaysAhead = 366;

/** True if a text that goes at `sendAt` would wait too long from `now` on; both epoch ms. */
export const isTooFarAhead = (sendAt: number, now: number): boolean => sendAt - now > mostDaysAhead * dayMs;
