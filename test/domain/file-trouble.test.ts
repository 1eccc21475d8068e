import { expect, test } from "vitest";
import { fileTrouble } from "../../src/domain/file-trouble.js";

test.each<[string, unknown, string]>([
  ["is not there", { code: "ENOENT" }, "there is no file a.csv"],
  ["is a folder, where a file is read", { code: "EISDIR" }, "a.csv is a folder"],
  ["is a file, where a folder is read", { code: "ENOTDIR" }, "a.csv is no folder"],
  ["belongs to somebody else", { code: "EACCES" }, "a.csv may not be opened by this user"],
  [
    "meets another error: its own words",
    Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" }),
    "ENOSPC: no space left",
  ],
  ["is read, and holds no JSON", new SyntaxError("Unexpected end"), "Unexpected end"],
  ["meets what is no error", undefined, "unknown error"],
])("a file that %s", (_, error, sentence) => expect(fileTrouble("a.csv", error)).toBe(sentence));
