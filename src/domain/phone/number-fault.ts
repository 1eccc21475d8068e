import type { PhoneNumberFault } from "./phone-number.js";

/** The sentence to whoever gave such a number; the name of its field goes before. */
export const numberFault = (fault: PhoneNumberFault): string => `is no number that gets texts (${fault})`;
