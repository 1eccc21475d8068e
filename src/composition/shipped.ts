import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file or folder that comes with the package, seen from `src` and from `dist` alike. */
export const shipped = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The version in the package's own package.json. */
export const shippedVersion = (): string =>
  (JSON.parse(readFileSync(shipped("package.json"), "utf8")) as { readonly version: string }).version;
