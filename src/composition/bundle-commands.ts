import { readFileSync, rmSync } from "node:fs";
import { build, type Plugin } from "esbuild";
import { shipped } from "./shipped.js";

/** Packages of hundreds of small files that commands need at once; all others are read from where they are installed. */
const inside: ReadonlySet<string> = new Set(["commander", "libphonenumber-js", "tldts", "yaml", "zod"]);

/** Modules know where they lie; those of a bundle lie where its entry was. */
const banner = `import { createRequire as requireFrom } from "node:module";
const moduleUrl = new URL("../composition/command-line.js", import.meta.url).href;
const require = requireFrom(moduleUrl);`;

/** zod knows its own sentences in fifty languages; this service has its own, in one. */
const english: Plugin = {
  name: "english",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/**
 * Writes the command line to dist/brief as a few files. Node takes half a millisecond for each module that it loads, and
 * a command would load hundreds.
 */
export const bundleCommands = async (): Promise<void> => {
  const { dependencies } = JSON.parse(readFileSync(shipped("package.json"), "utf8")) as { dependencies: object };
  const outdir = shipped("dist/brief");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [shipped("dist/composition/command-line.js")],
    outdir,
    chunkNames: "[hash]",
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20" },
    ...{ minifySyntax: true, minifyWhitespace: true, legalComments: "eof" },
    external: Object.keys(dependencies).filter((name) => !inside.has(name)),
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: banner },
    plugins: [english],
  });
};
