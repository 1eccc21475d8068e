import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const pages = readdirSync("docs", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md"))
  .map((path) => join("docs", path));

/** Paths of the repository, as pages write them in code. */
const named = /`((?:src|test|bench|data|docs|templates|deploy|examples|\.ci)\/[\w./-]*)`/g;

test.each([...pages, "README.md"])("%s: every path it names is there", (page) => {
  const paths = [...readFileSync(page, "utf8").matchAll(named)].map(([, path]) => path!);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test("docs/architecture.md tells of every room", () => {
  const text = readFileSync("docs/architecture.md", "utf8");
  const rooms = ["domain", "application", "adapters"].flatMap((floor) =>
    readdirSync(`src/${floor}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "ports")
      .map(({ name }) => `\`src/${floor}/${name}\``),
  );
  expect(rooms.filter((room) => !text.includes(room))).toEqual([]);
});

test("every decision has a status and a date", () => {
  for (const page of pages.filter((path) => path.startsWith("docs/decisions/")))
    expect(readFileSync(page, "utf8"), page).toMatch(/^# \d+\. .+\n\n(?:Accepted|Superseded by .+), \w+ \d{4}\.\n/);
});
