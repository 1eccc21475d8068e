import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** Imports that load something: those of types alone are erased. */
const loaded = /^(?:import|export)\s+(?!type\b)(?:[^"]*?\bfrom\s+)?"([^"]+)";$/gm;

const targetsOf = (path: string): readonly string[] =>
  [...readFileSync(path, "utf8").matchAll(loaded)].map(([, name]) =>
    name!.startsWith(".") ? normalize(join(dirname(path), name!.replace(/\.js$/u, ".ts"))) : name!,
  );

/** The packages that loading some files loads with them, without those that a file loads only once it needs them. */
const packagesOf = (files: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    if (path.startsWith("src/")) targetsOf(path).forEach(visit);
  };
  files.forEach(visit);
  return [...seen].filter((name) => !name.startsWith("src/") && !name.startsWith("node:")).sort();
};

const start = ["src/main.ts", "src/composition/command-line.ts"];
const cli = "src/adapters/cli";
const composition = "src/composition";

describe("a command loads what it needs and nothing else", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["help, completion, keys hash, and all that ask the running service", start, ["commander"]],
    ["segments: text alone", [...start, `${cli}/segments.ts`], ["commander"]],
    [
      "phone: the numbering plans, and the settings for the default country",
      [...start, `${cli}/phone.ts`, "src/adapters/environment/config.ts"],
      ["commander", "libphonenumber-js/max", "zod"],
    ],
    [
      "templates list: files, and no numbering plans",
      [...start, `${cli}/list-templates.ts`, "src/adapters/files/templates.ts"],
      ["commander", "yaml", "zod"],
    ],
    ["limits check", [...start, `${cli}/limits.ts`, "src/adapters/files/limits.ts"], ["commander", "yaml", "zod"]],
    [
      "templates lint: the settings for the default country's price too",
      [
        ...start,
        ...[`${cli}/lint-templates.ts`, "src/adapters/files/templates.ts"],
        ...["src/adapters/environment/config.ts", "src/adapters/files/prices.ts"],
      ],
      ["commander", "tldts", "yaml", "zod"],
    ],
    [
      "config: the settings and their files",
      [...start, `${composition}/config-command.ts`],
      ["commander", "yaml", "zod"],
    ],
    [
      "preview: what the decision looks at; no broker, no store, no server, no SDK, no templates",
      [...start, `${composition}/judge-alone.ts`, `${cli}/preview.ts`],
      ["commander", "libphonenumber-js/max", "tldts", "zod"],
    ],
  ])("%s", (_, files, packages) => expect(packagesOf(files)).toEqual(packages));

  test("serve loads the service, so this test can tell", () => {
    expect(packagesOf([`${composition}/serve-command.ts`])).toEqual(
      expect.arrayContaining(["fastify", "inversify", "kafkajs", "redis"]),
    );
  });
});
