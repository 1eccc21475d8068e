import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const { dependencies } = read("package.json") as { dependencies: Readonly<Record<string, string>> };
const { packages } = read("package-lock.json") as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== "");
const shipped = locked.filter(([, { dev }]) => dev !== true);

describe("package-lock.json", () => {
  test("every package is there with the hash of its content", () => {
    expect(locked.length).toBeGreaterThan(200);
    const without = locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  test("none comes from elsewhere than a registry: no link, no address of a repository or a file", () => {
    const odd = locked.filter(([, { link, resolved = "https:" }]) => link === true || !resolved.startsWith("https:"));
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  test("nothing that ships runs a script when it is installed", () => {
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
  });
});

test.each(["kafkajs", "lz4js", "snappyjs", "zstddec"])(
  "%s is fixed to one version: what is written against its inside knows no other",
  (name) => {
    expect(dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages[`node_modules/${name}`]?.version).toBe(dependencies[name]);
  },
);

/** SPDX identifiers of licences that ask for no more than to be named. */
const permissive = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "Unlicense"];

test("what ships has licences that ask for no more than to be named", () => {
  const licences = new Map<string, string[]>();
  for (const [path] of shipped) {
    const { license } = read(`${path}/package.json`) as { license?: unknown };
    const said = typeof license === "string" ? license : "none";
    licences.set(said, [...(licences.get(said) ?? []), path.replace(/^.*node_modules\//, "")]);
  }
  console.log([...licences].map(([licence, names]) => `${licence}: ${names.length}`).join(", "));
  const parts = (licence: string) => licence.replaceAll(/[()]/g, "").split(/ AND | OR /);
  const other = [...licences].filter(([licence]) => !parts(licence).every((one) => permissive.includes(one)));
  expect(other).toEqual([]);
});
