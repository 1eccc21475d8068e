import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { built } from "../support/built.js";
import { sms } from "../support/command-line.js";

/** Files of modules that a command loads: each costs Node half a millisecond. */
const mostFiles = 60;

const environment = { SMS_HASH_KEY: "h".repeat(32) };

/** Each run has its own instants. */
const timeless = (text: string): string => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/gu, "then");

/** `sms ARGS` as it is installed, and the files that it loads. */
const installed = (args: readonly string[]) => {
  const coverage = mkdtempSync(join(tmpdir(), "sms-"));
  try {
    const env = { PATH: process.env["PATH"], NODE_V8_COVERAGE: coverage, ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/main.js", ...args], {
      encoding: "utf8",
      env,
    });
    const urls = readdirSync(coverage).flatMap((name) =>
      (JSON.parse(readFileSync(join(coverage, name), "utf8")) as { result: { url: string }[] }).result.map(
        ({ url }) => url,
      ),
    );
    return {
      code: status,
      out: timeless(stdout),
      err: stderr,
      files: urls.filter((url) => url.startsWith("file:")).length,
    };
  } finally {
    rmSync(coverage, { recursive: true });
  }
};

beforeAll(built);

test.each([
  [["--help"]],
  [["segments", "Hello"]],
  [["phone", "+919876543210"]],
  [["countries", "IN"]],
  [["config"]],
  [["templates", "list"]],
  [["templates", "lint"]],
  [["preview", "+919876543210", "Hello", "--class", "promotional"]],
  [["preview", "12", "Hello"]],
  [["segmnts"]],
])("sms %j says from its few files what it says from its many", async (args) => {
  const { files, ...ran } = installed(args);
  const { out, ...whole } = await sms(args, environment);
  expect(ran).toEqual({ ...whole, out: timeless(out) });
  expect(files).toBeLessThan(mostFiles);
});
