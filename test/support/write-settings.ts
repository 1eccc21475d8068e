import { readFileSync, writeFileSync } from "node:fs";
import { settingsTable } from "../../src/adapters/environment/settings-table.js";

export const settingsPage = "docs/settings.md";

/** Between these marks the table of settings is made, never written. */
export const between = /(<!-- settings -->\n)[\s\S]*?(\n<!-- \/settings -->)/;

if (process.argv[1]?.endsWith("write-settings.ts")) {
  const page = readFileSync(settingsPage, "utf8");
  writeFileSync(settingsPage, page.replace(between, `$1${settingsTable()}$2`));
}
