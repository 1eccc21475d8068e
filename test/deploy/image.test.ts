import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "../support/free-port.js";
import { startServiceProcess } from "../support/service-process.js";

/**
 * The two stages of the Dockerfile, followed line by line in folders: what a line copies is all that the image has. Packages
 * are this checkout's own, those for development included.
 */
const place = mkdtempSync(join(tmpdir(), "sms-image-"));
const build = join(place, "build");
const image = join(place, "image");
const lines = readFileSync("Dockerfile", "utf8").split("\n");
const ignored = readFileSync(".dockerignore", "utf8").split("\n");

const isSent = (path: string): boolean =>
  ignored.some((line) => line.startsWith("!") && (path === line.slice(1) || path.startsWith(`${line.slice(1)}/`)));

const command = (name: string): readonly string[] => {
  const line = lines.filter((one) => one.startsWith(`${name} `)).at(-1);
  return JSON.parse(line?.slice(name.length) ?? "[]") as readonly string[];
};
const environment = Object.fromEntries(
  lines.flatMap((line) => (line.startsWith("ENV ") ? [line.slice(4).split("=") as [string, string]] : [])),
);

const copy = (to: string, from: string, paths: readonly string[], target: string): void => {
  for (const path of paths) {
    const copied =
      target.endsWith("/") || target === "./" ? join(to, target, path.replace(/^.*\//u, "")) : join(to, target);
    mkdirSync(dirname(copied), { recursive: true });
    if (path.endsWith("node_modules")) symlinkSync(resolve("node_modules"), copied);
    else cpSync(join(from, path), copied, { recursive: true });
  }
};

beforeAll(() => {
  let to = "";
  for (const line of lines) {
    const [word, ...rest] = line.trim().split(/\s+/u);
    if (word === "FROM") to = to === "" ? build : image;
    if (word === "RUN" && line.includes("npm ci")) symlinkSync(resolve("node_modules"), join(to, "node_modules"));
    if (word === "RUN" && line.includes("npm run build")) {
      const { status, stdout, stderr } = spawnSync("npm", ["run", "build"], { cwd: to, encoding: "utf8" });
      if (status !== 0) throw new Error(`${stdout}${stderr}`);
    }
    if (word !== "COPY") continue;
    const isBuilt = rest[0] === "--from=build";
    const paths = rest.slice(isBuilt ? 1 : 0, -1).map((path) => path.replace(/^\/app\//u, ""));
    if (!isBuilt) expect(paths.filter((path) => !isSent(path))).toEqual([]);
    copy(to, isBuilt ? build : ".", paths, rest.at(-1)!);
  }
}, 180_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

test("what the image holds serves its pages, and its own check of health says so", async () => {
  const [program, ...entry] = command("ENTRYPOINT");
  expect(program).toBe("node");
  const port = String(await freePort());
  const mine = { NODE_ENV: "development", HTTP_PORT: port };
  const service = startServiceProcess(mine, [...entry, ...command("CMD")], image);
  const url = await service.ready;
  const health = lines.find((line) => line.includes("/healthz"))!;
  const [node, ...check] = JSON.parse(health.slice(health.indexOf("["))) as readonly string[];
  expect(node).toBe("node");
  expect(spawnSync(process.execPath, check, { env: { PATH: process.env["PATH"], ...mine } }).status).toBe(0);
  for (const path of ["/console", "/docs", "/openapi.json"])
    expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
  const answer = await fetch(`${url}/console`);
  const page = await answer.text();
  const files = [...page.matchAll(/(?:href|src)="(?<file>[^"#]+\.(?:css|js))"/gu)].map(
    (found) => found.groups!["file"]!,
  );
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const { status } = await fetch(new URL(file, answer.url));
    expect([file, status]).toEqual([file, 200]);
  }
  service.signal("SIGTERM");
  expect(await service.ended).toBe(0);
  expect(spawnSync(process.execPath, check, { env: { PATH: process.env["PATH"], ...mine } }).status).toBe(1);
});

test("as it is set, it refuses every stand-in", async () => {
  const service = startServiceProcess(environment, [...command("ENTRYPOINT").slice(1), ...command("CMD")], image);
  expect(await service.ended).toBe(1);
  for (const name of ["KAFKA_BROKERS", "REDIS_URL", "SMS_HASH_KEY", "OTP_SECRET", "API_KEYS"])
    expect(service.output()).toContain(name);
});

test("the compose file's settings are ones that the service takes", () => {
  const { services } = parse(readFileSync("docker-compose.yml", "utf8")) as {
    services: Record<string, { environment: Record<string, string | number> }>;
  };
  for (const name of ["service", "simulator"]) {
    const set = Object.entries(services[name]!.environment).map(([key, value]) => [
      key,
      String(value).replace(/\$\{\w+:-([^}]*)\}/gu, "$1"),
    ]);
    const env = { PATH: process.env["PATH"], ...Object.fromEntries(set) };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/main.js", "config"], {
      cwd: image,
      env,
      encoding: "utf8",
    });
    expect([name, status, `${stdout}${stderr}`]).toEqual([name, 0, expect.stringContaining("HTTP_PORT")]);
  }
});
