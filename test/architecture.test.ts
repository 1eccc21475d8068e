import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** What each room may import: rooms by folder, packages by name, `node:` by prefix. */
const mayImport: Record<string, readonly string[]> = {
  "src/domain": ["libphonenumber-js"],
  "src/application": ["src/domain"],
  "src/application/notifications": ["src/application", "src/domain", "zod"],
  "src/adapters/environment": ["src/application", "src/domain", "zod"],
  "src/adapters/files": ["src/application", "src/domain", "node:", "yaml", "zod"],
  "src/adapters/memory": ["src/application", "src/domain"],
  "src/adapters/system": ["src/application", "src/domain", "node:", "uuid", "pino", "prom-client"],
  "src/adapters/sns": ["src/application", "src/domain", "node:", "@aws-sdk/client-sns"],
  "src/adapters/simulator": ["src/application", "src/domain", "node:"],
  "src/adapters/redis": ["src/application", "src/domain", "node:", "redis"],
  "src/adapters/kafka": ["src/application", "src/domain", "node:", "kafkajs", "kafkajs-snappy", "lz4js", "fzstd"],
  "src/adapters/http": ["src/application", "src/domain", "node:", "fastify", "zod"],
  "src/adapters/cli": ["src/application", "src/domain", "node:", "commander"],
  "src/entry": ["src"],
  "src/composition": ["src", "node:", "inversify"],
  "src/main.ts": ["src", "node:"],
};

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => normalize(join("src", path)));

/** Static imports and re-exports end their line; dynamic ones are calls. */
const imports = /^(?:import\s+|.*\bfrom\s+)"([^"]+)";?$|\bimport\(\s*"([^"]+)"\s*\)/gm;

const importsOf = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(imports)]
    .map(([, fixed, dynamic]) => (fixed ?? dynamic)!)
    .map((specifier) =>
      specifier.startsWith(".") ? normalize(join(dirname(path), specifier)).replace(/\.js$/, ".ts") : specifier,
    );

const graph = new Map(sources.map((path) => [path, importsOf(path)]));
const within = (room: string) => (path: string) =>
  path === room || path.startsWith(`${room}/`) || (room.endsWith(":") && path.startsWith(room));

/** The innermost room around a file. */
const roomOf = (path: string) =>
  Object.keys(mayImport)
    .filter((room) => within(room)(path))
    .sort((a, b) => b.length - a.length)[0];

const cycleFrom = (
  path: string,
  done: Set<string> = new Set(),
  trail: readonly string[] = [],
): readonly string[] | undefined => {
  if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
  if (done.has(path)) return undefined;
  done.add(path);
  return (graph.get(path) ?? []).reduce<readonly string[] | undefined>(
    (found, next) => found ?? cycleFrom(next, done, [...trail, path]),
    undefined,
  );
};

describe("architecture", () => {
  test.each(Object.entries(mayImport))("%s imports only its neighbours", (room, allowed) => {
    const residents = sources.filter((path) => roomOf(path) === room);
    expect(residents, `${room} is inhabited`).not.toHaveLength(0);
    const welcome = [room, ...allowed];
    const strangers = residents.flatMap((path) =>
      graph
        .get(path)!
        .filter((target) => !welcome.some((neighbour) => within(neighbour)(target)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  test("every file lives in a room", () => {
    expect(sources.filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  test("every relative import names a file", () => {
    const missing = [...graph].flatMap(([path, targets]) =>
      targets
        .filter((target) => target.startsWith("src/") && !existsSync(target))
        .map((target) => `${path} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test("imports form no cycle", () => {
    const done = new Set<string>();
    expect(sources.map((path) => cycleFrom(path, done)).find(Boolean)).toBeUndefined();
  });

  test("no file only re-exports others, but at the entry", () => {
    const isBarrel = (text: string) =>
      text.trim() !== "" && text.split("\n").every((line) => /^\s*(export .* from .*|\/\/.*|)$/.test(line));
    const barrels = sources.filter((path) => isBarrel(readFileSync(path, "utf8")));
    expect(barrels.filter((path) => !within("src/entry")(path))).toEqual([]);
  });
});
