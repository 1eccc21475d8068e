import { execFileSync } from "node:child_process";

/** All that a database holds, as `pg_dump` writes it, and the bytes of every binary value as text. */
export const postgresDump = (url: string): string => {
  const dump = execFileSync("pg_dump", ["--dbname", url], { encoding: "utf8", maxBuffer: 256 * 2 ** 20 });
  const binary = [...dump.matchAll(/\\x([0-9a-f]+)/gu)].map(([, hex]) => Buffer.from(hex!, "hex").toString("latin1"));
  return [dump, ...binary].join("\n");
};
