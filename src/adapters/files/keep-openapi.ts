import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { type KeptOpenapi, printOf } from "./openapi.js";

/** Keeps the description of the HTTP API as JSON, for `readOpenapi`. */
export const keepOpenapi = (yamlPath: string, keptPath: string): void => {
  const yaml = readFileSync(yamlPath, "utf8");
  const kept: KeptOpenapi = { print: printOf(yaml), document: parse(yaml) as object };
  writeFileSync(keptPath, JSON.stringify(kept));
};
