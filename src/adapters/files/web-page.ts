import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { gzipSync } from "node:zlib";
import type { WebAsset, WebPage } from "../../application/ports/web-page.js";

export interface WebPageFiles {
  /** Folder of the compiled modules. */
  readonly modules: string;
  /** Folder of the style sheets. */
  readonly styles: string;
  /** The path of an installed package's file. */
  readonly installed: (specifier: string) => string;
}

/** Names of packages as the browser asks for them, each with the file that answers. */
const libraries = {
  preact: "preact.mjs",
  "preact/hooks": "preact-hooks.mjs",
  "preact/jsx-runtime": "preact-jsx-runtime.mjs",
} as const;

const fileOf: Readonly<Record<keyof typeof libraries, string>> = {
  preact: "preact/dist/preact.mjs",
  "preact/hooks": "preact/hooks/dist/hooks.mjs",
  "preact/jsx-runtime": "preact/jsx-runtime/dist/jsxRuntime.mjs",
};

/** The charts' library comes minified as a plain script alone, which names itself `uPlot`. */
const chartScript = "uplot.js";

const script = "text/javascript; charset=utf-8";
const sheet = "text/css; charset=utf-8";

const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

const assetOf = (path: string, type: string): WebAsset => {
  const body = readFileSync(path);
  return { type, body, gzipped: gzipSync(body, { level: 9 }), etag: `"${sha256(body)}"` };
};

const filesUnder = (folder: string, end: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(end));

/** The modules that `first` imports, and theirs, as the browser will ask for them; what comes later is not among them. */
const importedBy = (first: string, textOf: (path: string) => string, seen: Set<string> = new Set()): Set<string> => {
  seen.add(first);
  for (const [, specifier] of textOf(first).matchAll(/^import[^"]*"(\.[^"]+)";$/gmu)) {
    const path = posix.join(posix.dirname(first), specifier!);
    if (!seen.has(path)) importedBy(path, textOf, seen);
  }
  return seen;
};

/** A bare name in an import finds its file by this map; without a bundler nothing is changed on the way. */
const importMap = JSON.stringify({
  imports: Object.fromEntries(Object.entries(libraries).map(([name, file]) => [name, `./assets/${file}`])),
});

/** W3C Content Security Policy 3 and Trusted Types: nothing from elsewhere, and no markup that is made from a string. */
const policy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${sha256(importMap)}'`,
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const documentOf = (name: string, title: string, preloads: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/kit/kit.css">
<link rel="stylesheet" href="assets/${name}/${name}.css">
<script type="importmap">${importMap}</script>
${name === "console" ? `<script src="assets/${chartScript}" defer></script>` : ""}
${preloads.map((path) => `<link rel="modulepreload" href="assets/${path}">`).join("\n")}
<script type="module" src="assets/${name}/main.js"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript><div id="app"></div></body>
</html>
`;

/** Reads one of the shipped pages; nothing beside its files is served. Throws where the page was not built. */
const readPage = (name: "console" | "phones", title: string, { modules, styles, installed }: WebPageFiles): WebPage => {
  const own = (path: string) => path.startsWith("kit/") || path.startsWith(`${name}/`);
  const scripts = filesUnder(modules, ".js").filter(own);
  const assets = new Map<string, WebAsset>([
    ...scripts.map((path) => [path, assetOf(`${modules}/${path}`, script)] as const),
    ...filesUnder(styles, ".css")
      .filter(own)
      .map((path) => [path, assetOf(`${styles}/${path}`, sheet)] as const),
    ...Object.entries(libraries).map(
      ([library, file]) => [file, assetOf(installed(fileOf[library as keyof typeof libraries]), script)] as const,
    ),
    ...(name === "console" ? [[chartScript, assetOf(installed("uplot/dist/uPlot.iife.min.js"), script)] as const] : []),
  ]);
  const needed = importedBy(`${name}/main.js`, (path) => readFileSync(`${modules}/${path}`, "utf8"));
  return {
    html: documentOf(name, title, [...Object.values(libraries), ...needed]),
    policy,
    asset: (path) => assets.get(path),
  };
};

/** One of the shipped pages, read when it is first asked for. */
export const createWebPage = (name: "console" | "phones", title: string, files: WebPageFiles): (() => WebPage) => {
  let page: WebPage | undefined;
  return () => {
    page ??= readPage(name, title, files);
    return page;
  };
};
