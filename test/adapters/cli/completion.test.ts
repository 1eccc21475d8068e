import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { sms } from "../../support/command-line.js";

const scriptOf = async (shell: string): Promise<string> => {
  const { code, out } = await sms(["completion", shell]);
  expect(code).toBe(0);
  return out;
};

/** The words that bash offers for the last of `words`. */
const offered = (script: string, words: readonly string[]): readonly string[] =>
  execFileSync(
    "bash",
    [
      "-c",
      `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _sms; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      ...words,
    ],
    { encoding: "utf8" },
  )
    .split("\n")
    .filter((word) => word !== "");

test.each<[readonly string[], readonly string[]]>([
  [["sms", "comp"], ["completion"]],
  [["sms", "opt-outs", "h"], ["history"]],
  [["sms", "opt-outs", "check", "--js"], ["--json"]],
  [["sms", "publish", "order.created", "--record"], ["--record-key"]],
  [["sms", "account", "sandbox", "v"], ["verify"]],
  [["sms", "nothing-like-it", "opt"], ["opt-outs"]],
])("bash, after %j, offers %j", async (words, expected) => {
  expect(offered(await scriptOf("bash"), words)).toEqual(expected);
});

test("bash offers every command that the help names", async () => {
  const { out } = await sms(["--help"]);
  const named = [...out.matchAll(/^ {2}([a-z][a-z-]+)/gmu)].map(([, name]) => name).filter((name) => name !== "help");
  expect(offered(await scriptOf("bash"), ["sms", ""])).toEqual(expect.arrayContaining(named));
});

test.each(["zsh", "fish"])("the script of %s names every place that the one of bash does", async (shell) => {
  const places = (script: string) => [...script.matchAll(/^ {4}(?:case )?("[a-z -]+")/gmu)].map(([, path]) => path);
  expect(places(await scriptOf(shell))).toEqual(places(await scriptOf("bash")));
});

test("another shell is told which there are", async () => {
  expect(await sms(["completion", "ksh"])).toEqual({
    code: 2,
    out: "",
    err: "sms: no completion for this shell; there is one for bash, zsh, fish\n",
  });
});
