import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createMeters } from "../../src/adapters/system/meters.js";
import { createProcessMeters } from "../../src/adapters/system/process-meters.js";
import { notifications } from "../../src/application/notifications/all.js";

const { groups } = parse(readFileSync("deploy/prometheus/rules.yml", "utf8")) as {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly runbook: string };
    }[];
  }[];
};
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(readFileSync("deploy/grafana/dashboard.json", "utf8")) as {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
};
const page = readFileSync("docs/operations.md", "utf8");

test("each alarm has its row in docs/operations.md, with the same expression and something to do", () => {
  const rows = [...page.matchAll(/^\| <a id="(\w+)"><\/a>`(\w+)` \((\w+)\) \| \w+ \| `(.+?)` \| (.+) \|$/gm)];
  const written = rows.map(([, anchor, alert, severity, expr]) => ({
    ...{ alert, severity, expr: expr!.replaceAll("\\|", "|") },
    runbook: `docs/operations.md#${anchor}`,
  }));
  const there = rules.map(({ alert, annotations: { runbook }, expr, labels: { severity } }) => ({
    ...{ alert, severity, expr, runbook },
  }));
  expect(written).toEqual(there);
  expect(rows.filter(([, , , , , action]) => action!.length < 20)).toEqual([]);
});

test("alarms and dashboard ask for series that there are", async () => {
  const text = `${await createMeters(notifications.map(({ topic }) => topic)).text()}\n${await createProcessMeters("1").text()}`;
  const there = new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
    ),
  );
  const asked = [...rules, ...panels.flatMap(({ targets = [] }) => targets)].flatMap(({ expr }) => [
    ...expr.matchAll(/\b(?:sms|process)_\w+/g),
  ]);
  expect(asked.length).toBeGreaterThan(50);
  expect([...new Set(asked.map(([name]) => name))].filter((name) => !there.has(name))).toEqual([]);
});

test("the dashboard's panels have a title of their own and say something", () => {
  const shown = panels.filter(({ targets }) => targets !== undefined);
  expect(new Set(shown.map(({ title }) => title)).size).toBe(shown.length);
  expect(shown.length).toBeGreaterThan(20);
});
