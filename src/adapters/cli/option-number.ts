import { BadUsage } from "./bad-usage.js";

/**
 * The number that an option names. Throws `BadUsage` for what is none: it would travel as null, which is as good as left
 * out, and a campaign go without its budget.
 */
export const optionNumber = (option: string, given: string | undefined): number | undefined => {
  if (given === undefined) return undefined;
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(given))
    throw new BadUsage(`${option} must be a number such as 20, and ${JSON.stringify(given.slice(0, 40))} is none`);
  return Number(given);
};
