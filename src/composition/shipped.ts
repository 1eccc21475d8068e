import { fileURLToPath } from "node:url";

/** A file or folder that comes with the package, seen from `src` and from `dist` alike. */
export const shipped = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
