import { settingGroups } from "./setting-groups.js";

/** The tables of docs/settings.md, one of each subject, in Markdown: made from the rules that the reader itself checks. */
export const settingsTable = (): string =>
  Object.entries(settingGroups)
    .map(([subject, group]) => {
      const rows = Object.entries(group).map(([name, setting]) => {
        const byDefault = "byDefault" in setting && setting.byDefault !== "" ? `\`${setting.byDefault}\`` : undefined;
        const otherwise = "otherwise" in setting ? setting.otherwise : undefined;
        return `| \`${name}\` | ${byDefault ?? otherwise ?? "–"} | ${setting.does} |`;
      });
      return [`## ${subject}`, "", "| name | default | |", "|---|---|---|", ...rows].join("\n");
    })
    .join("\n\n");
