import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/dependencies.md", "utf8");
const { dependencies, devDependencies, overrides } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "dependencies" | "devDependencies" | "overrides",
  Record<string, string>
>;

const [ships = "", develops = ""] = page.split(/^For development/m);
const named = (text: string): readonly string[] =>
  [...text.matchAll(/`(@?[a-z][\w./-]*?)`/g)].map(([, name]) => name!).toSorted();

test("docs/dependencies.md names what is installed to run, and nothing else", () => {
  const rows = ships.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.flatMap((row) => named(row.split("|")[1]!)).toSorted()).toEqual(Object.keys(dependencies).toSorted());
});

test("and what is installed to develop", () => {
  const paragraph = develops.split("\n\n")[0]!;
  expect(named(paragraph)).toEqual(Object.keys(devDependencies).toSorted());
});

test("and each override", () => {
  for (const name of Object.keys(overrides)) expect(page).toContain(`\`overrides.${name}\``);
});

test("a version that the page fixes is the one that is fixed", () => {
  expect(page).toContain(`\`kafkajs\` ${dependencies["kafkajs"]} exactly`);
  expect(page).toContain(`(lint, format; ${devDependencies["@biomejs/biome"]},`);
});
