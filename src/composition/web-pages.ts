import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createWebPage } from "../adapters/files/web-page.js";
import { shipped } from "./shipped.js";

/** `preact/dist/preact.mjs`: wherever the package was installed, hoisted or not. */
const installed = (specifier: string): string => {
  const [name = "", ...path] = specifier.split("/");
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), ...path);
};

const files = { modules: shipped("dist/web"), styles: shipped("src/web"), installed };

/** The page of the simulated phones. */
export const phonesPage = createWebPage("phones", "Phones", files);

/** The operators' console. */
export const consolePage = createWebPage("console", "SMS console", files);
