import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const pages = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

/** A heading as Markdown renders its anchor. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (path: string): readonly string[] =>
  [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

test.each(pages)("%s: every link within the repository leads somewhere", (page) => {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const path = file === "" ? page : join(dirname(page), file);
      return !existsSync(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
    });
  expect(broken).toEqual([]);
});

test("every page is a link of the README away", () => {
  const readme = readFileSync("README.md", "utf8");
  const lost = pages.filter(
    (page) => page.startsWith("docs/") && dirname(page) === "docs" && !readme.includes(`(${page}`),
  );
  expect(lost).toEqual([]);
});

test("every link of the packed README leads to a file that is packed with it", () => {
  const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly files: readonly string[] };
  // npm packs the license and package.json whatever `files` says.
  const packed = [...files, "LICENSE", "package.json"];
  const links = [...readFileSync("README.md", "utf8").matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link!);
  const local = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(local.length).toBeGreaterThan(20);
  expect(local.filter((link) => !packed.some((one) => link === one || link.startsWith(`${one}/`)))).toEqual([]);
});
