import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepOpenapi } from "../../../src/adapters/files/keep-openapi.js";
import { readOpenapi } from "../../../src/adapters/files/openapi.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "openapi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const documentOf = (title: string) => ({ openapi: "3.1.0", info: { title } });
const yamlOf = (title: string) => `openapi: 3.1.0\ninfo: { title: ${title} }\n`;

/** The paths of a YAML file and of what is kept of it. */
const written = (title: string): readonly [string, string] => {
  const paths = [join(folder, "openapi.yaml"), join(folder, "openapi.json")] as const;
  writeFileSync(paths[0], yamlOf(title));
  return paths;
};

test("what the build kept is read instead of the YAML of which it was kept", () => {
  const [yaml, kept] = written("first");
  keepOpenapi(yaml, kept);
  expect(readOpenapi(yaml, kept)).toEqual(documentOf("first"));
  const keptOfIt = JSON.parse(readFileSync(kept, "utf8")) as object;
  writeFileSync(kept, JSON.stringify({ ...keptOfIt, document: { told: "by what is kept" } }));
  expect(readOpenapi(yaml, kept)).toEqual({ told: "by what is kept" });
});

test.each<[string, (kept: string) => void]>([
  ["nothing is kept", () => undefined],
  ["it is no JSON", (kept) => writeFileSync(kept, "{")],
  ["it is a record of something else", (kept) => writeFileSync(kept, "[1]")],
  ["it was kept of another text", (kept) => keepOpenapi(written("before")[0], kept)],
])("the YAML is read where %s", (_, keep) => {
  keep(join(folder, "openapi.json"));
  const [yaml, kept] = written("now");
  expect(readOpenapi(yaml, kept)).toEqual(documentOf("now"));
});
