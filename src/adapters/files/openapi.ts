import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { ownRecord } from "../../domain/own-record.js";

/** The document as JSON, and the print of the YAML that it was read from. */
export interface KeptOpenapi {
  readonly print: string;
  readonly document: object;
}

export const printOf = (yaml: string): string => hash("sha256", yaml, "hex");

const keptAt = (path: string): KeptOpenapi | undefined => {
  try {
    const fields = { print: "string", document: "object" } as const;
    return ownRecord<KeptOpenapi>("the description of the HTTP API", readFileSync(path, "utf8"), fields);
  } catch {
    return undefined;
  }
};

/**
 * The shipped description of the HTTP API, OpenAPI 3.1. To read 140 KB of YAML takes a fifth of the processor time of a
 * start, so the build keeps it as JSON; where that is missing, or of another text, the YAML is read.
 */
export const readOpenapi = (yamlPath: string, keptPath?: string): unknown => {
  const yaml = readFileSync(yamlPath, "utf8");
  const kept = keptPath === undefined ? undefined : keptAt(keptPath);
  return kept?.print === printOf(yaml) ? kept.document : parse(yaml);
};
