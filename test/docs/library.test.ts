import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import * as library from "../../src/entry/library.js";

const page = readFileSync("docs/library.md", "utf8");
const examples = [page, readFileSync("docs/from-the-guide.md", "utf8")].flatMap((text) =>
  [...text.matchAll(/^```ts (\w+)\n([\s\S]*?)^```$/gm)].map(([, name, code]) => [name!, code!] as const),
);

const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  exports: Record<string, { readonly import: { readonly default: string } }>;
};
const entries = Object.entries(exports)
  .filter(([name]) => name !== "./package.json")
  .map(([name, built]) => [name, built.import.default] as const);

/** The source that an entry is built from. */
const sourceOf = (built: string): string => resolve(built.replace("./dist/", "src/").replace(/\.js$/, ".ts"));
const importedAs = (name: string): string => `@sms-service/service${name.slice(1)}`;

// Within the repository, so that the examples' own imports are found.
mkdirSync(".cache", { recursive: true });
const place = mkdtempSync(resolve(".cache/library-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("docs/library.md", () => {
  test("has an example of each entry of the package", () => {
    const imported = examples.flatMap(([, code]) =>
      [...code.matchAll(/from "(@sms-service\/service[^"]*)"/g)].map(([, one]) => one),
    );
    expect([...new Set(imported)].toSorted()).toEqual(entries.map(([name]) => importedAs(name)).toSorted());
  });

  test("its examples type check as they stand", () => {
    for (const [name, code] of examples) writeFileSync(join(place, `${name}.mts`), code);
    const paths = Object.fromEntries(entries.map(([name, built]) => [importedAs(name), [sourceOf(built)]]));
    const compilerOptions = { noEmit: true, rootDir: resolve("."), paths };
    const files = [
      ...examples.map(([name]) => join(place, `${name}.mts`)),
      resolve("src/adapters/kafka/library/codec-types.d.ts"),
    ];
    writeFileSync(
      join(place, "tsconfig.json"),
      JSON.stringify({ extends: resolve("tsconfig.json"), compilerOptions, files, include: [] }),
    );
    const { status, stdout } = spawnSync("node", ["node_modules/typescript/bin/tsc", "-p", place], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  }, 60_000);

  test.each(examples)("the example of %s runs", async (name, code) => {
    const sources = entries.map(([entry, built]) => [importedAs(entry), pathToFileURL(sourceOf(built)).href] as const);
    const runnable = sources.reduce((text, [from, to]) => text.replaceAll(`from "${from}"`, `from "${to}"`), code);
    const file = join(place, `run-${name}.mts`);
    writeFileSync(file, runnable);
    await expect(import(/* @vite-ignore */ pathToFileURL(file).href)).resolves.toBeDefined();
  });
});

test("docs/library.md names the code of each error class that the library has", () => {
  const { SmsRefused: _, ...rest } = library;
  const classes = Object.entries(rest).filter(([, one]) => "prototype" in one && one.prototype instanceof Error);
  expect(classes.length).toBeGreaterThan(5);
  for (const [name, one] of classes) {
    const { code } = new (one as new (...faults: unknown[]) => Error & { readonly code: string })([]);
    expect(page).toContain(`| \`${name}\` | \`${code}\` |`);
  }
});
