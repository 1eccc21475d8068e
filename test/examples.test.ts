import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The examples, each in a folder of its own, against the package as it is packed and without what only we develop with. */
const place = mkdtempSync(resolve(mkdirSync(".cache/examples", { recursive: true }) ?? ".cache/examples", "run-"));
const modules = join(place, "node_modules");
const installed = join(modules, "@sms-service/service");

const run = (cwd: string, program: string, ...args: readonly string[]) => {
  const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
};
const ran = (cwd: string, program: string, ...args: readonly string[]) => {
  const { said, status } = run(cwd, program, ...args);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${said}`);
  return said;
};

interface Manifest {
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | { readonly require: { readonly default: string } }>>;
}
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

/** Packages that are installed with ours, and those an example brings itself. */
const link = (name: string): void => {
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  symlinkSync(resolve("node_modules", name), join(modules, name));
};

beforeAll(() => {
  const source = join(place, "source");
  const shipped = manifest.files.filter((one) => one !== "dist").map((one) => one.replace(/\/\*\*.*$/u, ""));
  for (const path of [...shipped, "package.json", "README.md", "LICENSE"])
    cpSync(path, join(source, path), { recursive: true });
  ran(".", "node", "node_modules/typescript/bin/tsc", "-p", ".", "--outDir", join(source, "dist"));
  ran(source, "npm", "pack", "--ignore-scripts", "--pack-destination", place);
  mkdirSync(installed, { recursive: true });
  ran(place, "tar", "-xzf", "sms-service-service-0.1.0.tgz", "--strip-components", "1", "-C", installed);
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  for (const [path, { dev, devOptional, optional }] of Object.entries(packages))
    if (/^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && !devOptional && !optional) link(path.slice(13));
  for (const name of ["@types/node", "undici-types", "vitest"]) link(name);
  // Else this repository, which has the package's name, would be what the examples find.
  writeFileSync(join(place, "package.json"), '{ "private": true }');
  cpSync("examples", join(place, "examples"), { recursive: true });
}, 240_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const passes = 180_000;
const tsc = resolve("node_modules/typescript/bin/tsc");

describe("examples", () => {
  test(
    "ES modules",
    () => {
      const said = ran(join(place, "examples/esm"), "node", "--test", "--test-reporter=tap", "order.test.mjs");
      expect(said).toMatch(/# pass 1/);
    },
    passes,
  );

  test(
    "CommonJS in TypeScript with `module: node16`, the types checked too",
    () => {
      const cwd = join(place, "examples/commonjs");
      expect(ran(cwd, "node", tsc, "-p", ".")).toBe("");
      expect(ran(cwd, "node", "--test", "--test-reporter=tap", "built/order.test.cjs")).toMatch(/# pass 1/);
    },
    passes,
  );

  test(
    "vitest",
    () => {
      const vitest = resolve("node_modules/vitest/vitest.mjs");
      const said = ran(join(place, "examples/vitest"), "node", vitest, "run", "--root", ".", "--testTimeout", "60000");
      expect(said).toMatch(/1 passed/);
    },
    passes,
  );

  test(
    "jest",
    () => {
      const cwd = join(place, "examples/jest");
      const said = ran(
        cwd,
        "node",
        resolve("node_modules/jest/bin/jest.js"),
        "--rootDir",
        ".",
        "--no-cache",
        "--testTimeout=60000",
      );
      expect(said).toMatch(/1 passed/);
    },
    passes,
  );
});

test("what CommonJS gets is what ES modules get, by name", async () => {
  const require = createRequire(join(place, "examples/"));
  for (const [name, entry] of Object.entries(manifest.exports)) {
    if (typeof entry === "string") continue;
    const path = join(installed, entry.require.default);
    const declared = readFileSync(path.replace(/\.cjs$/, ".d.cts"), "utf8");
    const consts = [...declared.matchAll(/^export declare const (\w+)/gm)].map(([, one]) => one);
    const keys = Object.keys(require(path) as object).filter((key) => key !== "__esModule");
    expect(consts.toSorted(), name).toEqual(keys.toSorted());
  }
});
