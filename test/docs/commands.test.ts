import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { sms } from "../support/command-line.js";
import { shellCommands } from "../support/shell-commands.js";

const pages = [
  "README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

/** Words that may follow each command: its own commands, its options. */
const known = new Map<string, readonly string[]>();
beforeAll(async () => {
  const { out } = await sms(["completion", "bash"]);
  for (const [, path, words] of out.matchAll(/^ {4}"([^"]*)"\) words="([^"]*)" ;;$/gm))
    known.set(path!, words!.split(" "));
});

/** What is wrong with one command line after `sms`; nothing where the program would know it. */
const fault = (words: readonly string[]): string | undefined => {
  let path = "";
  let at = 0;
  while (at < words.length && known.has(`${path} ${words[at]}`.trim())) path = `${path} ${words[at++]}`.trim();
  const next = words[at];
  const takesCommands = known.get(path)!.some((word) => !word.startsWith("-"));
  // "list|add" names two.
  const lost =
    next === undefined || next.startsWith("-") ? [] : next.split("|").filter((one) => !known.has(`${path} ${one}`));
  if (takesCommands && lost.length > 0) return `sms ${path}: there is no ${lost.join(", ")}`;
  const unknown = words.filter((word) => /^--\w/.test(word) && !known.get(path)!.includes(word.split("=")[0]!));
  return unknown.length === 0 ? undefined : `sms ${path}: there is no ${unknown.join(", ")}`;
};

test.each(pages)("%s: every command of sms that it names is there, with its options", (page) => {
  const text = readFileSync(page, "utf8");
  const inline = [...text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/`sms ([^`]+)`/g)].map(([, line]) =>
    line!.replaceAll("\\", "").split(/\s+/),
  );
  const typed = shellCommands(text)
    .filter(([program]) => program === "sms")
    .map(([, ...words]) => words);
  expect([...inline, ...typed].flatMap((words) => fault(words) ?? [])).toEqual([]);
});

test("a command that is not there, and an option that is not its own, are found", () => {
  expect(fault(["campaign", "begin"])).toBe("sms campaign: there is no begin");
  expect(fault(["account", "sandbox", "list|empty"])).toBe("sms account sandbox: there is no empty");
  expect(fault(["send", "+919876543210", "--later"])).toBe("sms send: there is no --later");
  expect(fault(["opt-outs", "check", "+919876543210", "--json"])).toBeUndefined();
});
