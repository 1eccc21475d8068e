import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The shipped description of the HTTP API, OpenAPI 3.1. */
export const readOpenapi = (path: string): unknown => parse(readFileSync(path, "utf8"));
