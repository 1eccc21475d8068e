import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Terminal } from "./terminal.js";

/** Lets a person change a text in VISUAL, EDITOR or vi; only this user may read the file, and it goes afterwards. */
export const editText = async (text: string, environment: Terminal["environment"]): Promise<string> => {
  const editor = environment["VISUAL"] || environment["EDITOR"] || "vi";
  const folder = await mkdtemp(join(tmpdir(), "sms-"));
  const file = join(folder, "event.json");
  try {
    await writeFile(file, text, { mode: 0o600 });
    // The setting may hold options beside the program, as `code --wait`.
    const { error, status } = spawnSync("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], { stdio: "inherit" });
    if (error !== undefined || status !== 0) throw new Error(`${editor} did not end well, so nothing is replayed`);
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
