import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * What each room may import: rooms by folder (the innermost around a file, never the rooms inside it), packages by name,
 * `node:` by prefix; `src` stands for every room. A room that is not here may not exist, and one that is here may not be empty.
 */
const mayImport: Record<string, readonly string[]> = {
  "src/domain": [],
  "src/domain/text": [],
  "src/domain/phone": ["src/domain/text", "libphonenumber-js"],
  "src/domain/country": ["src/domain", "src/domain/phone"],
  "src/domain/template": ["src/domain", "src/domain/text", "tldts"],
  "src/domain/template/lint": ["src/domain", "src/domain/template", "src/domain/text", "tldts"],
  "src/domain/decision": [
    "src/domain",
    "src/domain/country",
    "src/domain/phone",
    "src/domain/template",
    "src/domain/text",
  ],
  "src/domain/log": ["src/domain", "src/domain/decision"],
  "src/domain/campaign": ["src/domain", "src/domain/country", "src/domain/money"],
  "src/domain/money": ["src/domain", "src/domain/country", "src/domain/journal"],
  "src/domain/doctor": ["src/domain/receipt"],
  "src/domain/account": ["src/domain"],
  "src/domain/audit": [],
  "src/domain/rate": ["src/domain"],
  "src/domain/otp": ["src/domain", "src/domain/decision", "src/domain/phone", "src/domain/template", "src/domain/text"],
  "src/domain/receipt": ["src/domain"],
  "src/domain/journal": ["src/domain"],
  "src/domain/consent": ["src/domain"],
  "src/application/ports": [
    "src/domain",
    "src/domain/audit",
    "src/domain/campaign",
    "src/domain/consent",
    "src/domain/decision",
    "src/domain/doctor",
    "src/domain/journal",
    "src/domain/log",
    "src/domain/money",
    "src/domain/otp",
    "src/domain/phone",
    "src/domain/rate",
    "src/domain/receipt",
    "src/domain/webhook",
  ],
  "src/application/message": [
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/text",
  ],
  "src/application/notifications": ["src/application/message", "src/application/ports", "src/domain", "zod"],
  "src/application/controls": [
    "src/application/ports",
    "src/domain",
    "src/domain/account",
    "src/domain/decision",
    "src/domain/money",
    "src/domain/phone",
    "src/domain/rate",
  ],
  "src/application/money": ["src/application/message", "src/application/ports", "src/domain", "src/domain/money"],
  "src/application/delivery": [
    "src/application/controls",
    "src/application/message",
    "src/application/money",
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/rate",
  ],
  "src/application/intake": [
    "src/application/delivery",
    "src/application/message",
    "src/application/notifications",
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/text",
  ],
  "src/application/receipts": [
    "src/application/delivery",
    "src/application/message",
    "src/application/notifications",
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/money",
    "src/domain/phone",
    "src/domain/receipt",
  ],
  "src/application/campaigns": [
    "src/application/controls",
    "src/application/delivery",
    "src/application/message",
    "src/application/notifications",
    "src/application/ports",
    "src/application/requests",
    "src/domain",
    "src/domain/campaign",
    "src/domain/country",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/template",
    "src/domain/text",
  ],
  "src/application/consent": [
    "src/application/message",
    "src/application/notifications",
    "src/application/ports",
    "src/domain",
    "src/domain/consent",
    "src/domain/phone",
  ],
  "src/domain/webhook": [],
  "src/application/webhooks": [
    "src/application/message",
    "src/application/ports",
    "src/domain",
    "src/domain/phone",
    "src/domain/webhook",
  ],
  "src/adapters/webhooks": ["src/application/ports", "src/domain/webhook", "node:"],
  "src/adapters/redis/webhooks": [
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/webhook",
  ],
  "src/application/dead-letters": ["src/application/intake", "src/application/ports"],
  "src/application/operators": [
    "src/application/ports",
    "src/application/requests",
    "src/domain/account",
    "src/domain/audit",
    "src/domain/campaign",
    "src/domain/doctor",
    "src/domain/phone",
  ],
  "src/application/requests": [
    "src/application/controls",
    "src/application/message",
    "src/application/notifications",
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/text",
  ],
  "src/application/log": [
    "src/application/message",
    "src/application/ports",
    "src/domain",
    "src/domain/journal",
    "src/domain/log",
    "src/domain/phone",
  ],
  "src/application/otp": [
    "src/application/delivery",
    "src/application/message",
    "src/application/ports",
    "src/application/requests",
    "src/domain/decision",
    "src/domain/otp",
    "src/domain/phone",
  ],
  "src/adapters/environment": [
    "src/domain",
    "src/domain/phone",
    "src/domain/text",
    "zod",
    "@aws-sdk/credential-provider-node",
    "node:",
  ],
  "src/adapters/files": [
    "src/application/notifications",
    "src/application/ports",
    "src/domain",
    "src/domain/consent",
    "src/domain/country",
    "src/domain/money",
    "src/domain/otp",
    "src/domain/phone",
    "src/domain/rate",
    "src/domain/receipt",
    "src/domain/template",
    "node:",
    "yaml",
    "zod",
  ],
  "src/adapters/memory": [
    "src/application/delivery",
    "src/application/ports",
    "src/domain",
    "src/domain/audit",
    "src/domain/campaign",
    "src/domain/consent",
    "src/domain/journal",
    "src/domain/log",
    "src/domain/money",
    "src/domain/otp",
    "src/domain/phone",
    "src/domain/rate",
    "src/domain/receipt",
    "src/domain/webhook",
  ],
  "src/adapters/csv": ["src/application/ports", "src/domain/campaign", "node:", "csv-parse"],
  "src/adapters/postgres": ["src/application/ports", "src/domain", "src/domain/audit", "src/domain/log", "pg"],
  "src/adapters/system": [
    "src/application/delivery",
    "src/application/ports",
    "src/domain",
    "src/domain/decision",
    "src/domain/phone",
    "src/domain/text",
    "node:",
    "pino",
    "prom-client",
  ],
  "src/adapters/cloudwatch": ["src/application/ports", "@aws-sdk/client-cloudwatch-logs", "@aws-sdk/client-cloudwatch"],
  "src/adapters/sns": ["src/application/ports", "src/domain/phone", "node:", "@aws-sdk/client-sns", "undici"],
  "src/adapters/telemetry": [
    "src/application/delivery",
    "src/application/intake",
    "src/application/ports",
    "src/domain",
    "@opentelemetry/api",
  ],
  "src/adapters/simulator": [
    "src/application/ports",
    "src/application/requests",
    "src/domain/account",
    "src/domain/text",
    "node:",
  ],
  "src/adapters/redis": [
    "src/adapters/redis/journal",
    "src/adapters/redis/money",
    "src/adapters/redis/rate",
    "src/adapters/redis/server",
    "src/application/delivery",
    "src/application/ports",
  ],
  "src/adapters/redis/server": ["src/application/ports", "src/domain", "node:", "redis"],
  "src/adapters/redis/journal": [
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/journal",
    "node:",
    "redis",
  ],
  "src/adapters/redis/receipts": [
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/receipt",
    "node:",
  ],
  "src/adapters/redis/campaigns": [
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/campaign",
    "node:",
  ],
  "src/adapters/redis/dead-letters": ["src/adapters/redis/server", "src/application/ports", "src/domain"],
  "src/adapters/redis/consent": [
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/consent",
  ],
  "src/adapters/redis/money": [
    "src/adapters/redis/journal",
    "src/adapters/redis/server",
    "src/application/ports",
    "src/domain",
    "src/domain/money",
  ],
  "src/adapters/redis/rate": [
    "src/adapters/redis/journal",
    "src/application/delivery",
    "src/application/ports",
    "src/domain/phone",
    "src/domain/rate",
  ],
  "src/adapters/redis/otp": ["src/adapters/redis/server", "src/application/ports", "src/domain/otp"],
  "src/adapters/kafka/library": [
    "src/application/ports",
    "src/domain",
    "node:",
    "kafkajs",
    "lz4js",
    "snappyjs",
    "zstddec",
  ],
  "src/adapters/kafka/topics": ["src/adapters/kafka/library", "src/application/ports", "src/domain", "kafkajs"],
  "src/adapters/kafka/publish": ["src/adapters/kafka/library", "src/application/ports", "src/domain", "kafkajs"],
  "src/adapters/kafka/consume": [
    "src/adapters/kafka/library",
    "src/adapters/kafka/topics",
    "src/application/ports",
    "src/domain",
    "node:",
    "kafkajs",
  ],
  "src/adapters/http": [
    "src/application/campaigns",
    "src/application/consent",
    "src/application/dead-letters",
    "src/application/delivery",
    "src/application/log",
    "src/application/money",
    "src/application/notifications",
    "src/application/operators",
    "src/application/otp",
    "src/application/ports",
    "src/application/receipts",
    "src/application/requests",
    "src/application/webhooks",
    "src/domain",
    "src/domain/account",
    "src/domain/audit",
    "src/domain/campaign",
    "src/domain/decision",
    "src/domain/doctor",
    "src/domain/log",
    "src/domain/phone",
    "src/domain/receipt",
    "src/domain/template",
    "src/domain/text",
    "src/domain/webhook",
    "node:",
    "fastify",
    "zod",
  ],
  "src/adapters/cli": [
    "src/application/money",
    "src/application/ports",
    "src/application/requests",
    "src/domain",
    "src/domain/campaign",
    "src/domain/consent",
    "src/domain/decision",
    "src/domain/doctor",
    "src/domain/money",
    "src/domain/phone",
    "src/domain/template",
    "src/domain/template/lint",
    "src/domain/text",
    "node:",
    "commander",
    "undici",
  ],
  "src/web/kit": ["preact"],
  "src/web/phones": ["src/web/kit", "preact"],
  "src/web/console": ["src/web/kit", "preact", "uplot"],
  "src/entry": ["src"],
  "src/composition": ["src", "node:", "inversify", "esbuild"],
  "src/main.ts": ["src", "node:"],
};

/** Rooms whose inner folders are one room with them. */
const undivided = ["src/domain/decision"];

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => normalize(join("src", path)));
const known = new Set(sources);

/** Static imports and re-exports end their line; dynamic ones are calls. */
const imports = /^(?:import\s+|.*\bfrom\s+)"([^"]+)";?$|\bimport\(\s*"([^"]+)"\s*\)/gm;

const sourceOf = (compiled: string): string =>
  [".ts", ".tsx"].map((end) => compiled.replace(/\.js$/, end)).find((path) => known.has(path)) ??
  compiled.replace(/\.js$/, ".ts");

const importsOf = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(imports)]
    .map(([, fixed, dynamic]) => (fixed ?? dynamic)!)
    .map((specifier) => (specifier.startsWith(".") ? sourceOf(normalize(join(dirname(path), specifier))) : specifier));

const graph = new Map(sources.map((path) => [path, importsOf(path)]));
/** The room of a file: its folder, or the file where it is a room of its own. */
const roomOf = (path: string): string =>
  path in mayImport ? path : (undivided.find((room) => path.startsWith(`${room}/`)) ?? dirname(path));

const welcomes = (allowed: readonly string[], target: string): boolean =>
  target.startsWith("src/")
    ? allowed.includes("src") || allowed.includes(roomOf(target))
    : allowed.some(
        (name) => target === name || target.startsWith(`${name}/`) || (name.endsWith(":") && target.startsWith(name)),
      );

/** The rooms a room's files import. */
const doorsOf = (room: string): readonly string[] => [
  ...new Set(
    sources
      .filter((path) => roomOf(path) === room)
      .flatMap((path) => graph.get(path)!)
      .filter((target) => target.startsWith("src/"))
      .map(roomOf)
      .filter((other) => other !== room),
  ),
];

const cycleFrom = (
  next: (path: string) => readonly string[],
  path: string,
  done: Set<string> = new Set(),
  trail: readonly string[] = [],
): readonly string[] | undefined => {
  if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
  if (done.has(path)) return undefined;
  done.add(path);
  return next(path).reduce<readonly string[] | undefined>(
    (found, other) => found ?? cycleFrom(next, other, done, [...trail, path]),
    undefined,
  );
};

describe("architecture", () => {
  test.each(Object.entries(mayImport))("%s imports only its neighbours", (room, allowed) => {
    const residents = sources.filter((path) => roomOf(path) === room);
    expect(residents, `${room} is inhabited`).not.toHaveLength(0);
    const strangers = residents.flatMap((path) =>
      graph
        .get(path)!
        .filter((target) => !welcomes([room, ...allowed], target))
        .map((target) => `${path} -> ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  test("every file lives in a room", () => {
    expect(sources.filter((path) => mayImport[roomOf(path)] === undefined)).toEqual([]);
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
    const targets = (path: string) => graph.get(path) ?? [];
    expect(sources.map((path) => cycleFrom(targets, path, done)).find(Boolean)).toBeUndefined();
  });

  test("arrows between rooms go one way", () => {
    const done = new Set<string>();
    expect(
      Object.keys(mayImport)
        .map((room) => cycleFrom(doorsOf, room, done))
        .find(Boolean),
    ).toBeUndefined();
  });

  test("every arrow that is allowed is used", () => {
    const unused = Object.entries(mayImport).flatMap(([room, allowed]) =>
      allowed
        .filter((name) => name !== "src")
        .filter((name) => {
          const files = sources.filter((path) => roomOf(path) === room);
          return !files.some((path) => graph.get(path)!.some((target) => welcomes([name], target)));
        })
        .map((name) => `${room} -> ${name}`),
    );
    expect(unused).toEqual([]);
  });

  test("no file only re-exports others, but at the entry", () => {
    const isBarrel = (text: string) =>
      text.trim() !== "" && text.split("\n").every((line) => /^\s*(export .* from .*|\/\/.*|)$/.test(line));
    const barrels = sources.filter((path) => isBarrel(readFileSync(path, "utf8")));
    expect(barrels.filter((path) => !path.startsWith("src/entry/"))).toEqual([]);
  });
});
