/** Options for the hours of a campaign. */
export const windowOptions: readonly (readonly [string, string])[] = [
  ["--window <from-to>", "only within these hours, such as 09:00-20:00"],
  ["--zone <zone>", "of the window: recipient (default), or such as Asia/Kolkata"],
  ["--days <days>", "of the window, such as mon,tue,fri"],
];
