import { readFileSync, writeFileSync } from "node:fs";
import { settingsTable } from "../../src/adapters/environment/settings-table.js";

/** Between these marks the README's table of settings is made, never written. */
export const between = /(<!-- settings -->\n)[\s\S]*?(\n<!-- \/settings -->)/;

if (process.argv[1]?.endsWith("write-settings.ts")) {
  const readme = readFileSync("README.md", "utf8");
  writeFileSync("README.md", readme.replace(between, `$1${settingsTable()}$2`));
}
