import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const runnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Debian keeps PostgreSQL's server out of the PATH, in a folder per version; the newest first. */
const postgres = (program: string) => (): readonly string[] => {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder).sort((one, other) => Number(other) - Number(one)) : [];
  return versions.map((version) => join(folder, version, "bin", program));
};

/** Programs that may stand elsewhere than on the PATH: where a variable says, else where `.ci/run` puts them. */
const elsewhere: Readonly<Record<string, () => readonly (string | undefined)[]>> = {
  moto_server: () => [process.env["MOTO_SERVER"], ".cache/moto/bin/moto_server"],
  "cfn-lint": () => [".cache/moto/bin/cfn-lint"],
  initdb: postgres("initdb"),
  postgres: postgres("postgres"),
};

/** Where a program is; undefined where it is missing. */
export const programPath = (program: string): string | undefined =>
  [
    ...(elsewhere[program]?.() ?? []),
    ...(process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program)),
  ].find((path) => path !== undefined && runnable(path));
