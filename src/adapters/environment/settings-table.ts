import { settings } from "./settings.js";

/** The table of docs/settings.md, in Markdown: made from the rules that the reader itself checks. */
export const settingsTable = (): string => {
  const rows = Object.entries(settings).map(([name, setting]) => {
    const byDefault = "byDefault" in setting && setting.byDefault !== "" ? `\`${setting.byDefault}\`` : undefined;
    const otherwise = "otherwise" in setting ? setting.otherwise : undefined;
    return `| \`${name}\` | ${byDefault ?? otherwise ?? "–"} | ${setting.does} |`;
  });
  return ["| name | default | |", "|---|---|---|", ...rows].join("\n");
};
