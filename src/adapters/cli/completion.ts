import type { Command } from "commander";
import type { ExitCode, Terminal } from "./terminal.js";

/** The words that can follow some words of a command line. */
interface Place {
  /** The commands so far, joined by one space: `campaign check`. */
  readonly path: string;
  readonly words: readonly string[];
}

/** Every command with its subcommands and options; the words that commands take as arguments are not known. */
const placesOf = (command: Command, path = ""): readonly Place[] => {
  const options = command.options.flatMap(({ long }) => (long == null ? [] : [long]));
  const words = [...command.commands.map((one) => one.name()), ...options, "--help"];
  const below = command.commands.flatMap((one) => placesOf(one, `${path} ${one.name()}`.trim()));
  return [{ path, words }, ...below];
};

const cases = (places: readonly Place[], line: (words: string) => string): string =>
  places.map(({ path, words }) => `    "${path}") ${line(words.join(" "))} ;;`).join("\n");

const paths = (places: readonly Place[]): string =>
  places
    .map(({ path }) => `"${path}"`)
    .filter((path) => path !== '""')
    .join("|");

const bash = (places: readonly Place[]): string => `_sms() {
  local path="" next word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in ${paths(places)}) path="$next" ;; esac
  done
  local words=""
  case "$path" in
${cases(places, (words) => `words="${words}"`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sms sms
`;

const zsh = (places: readonly Place[]): string => `#compdef sms
_sms() {
  local route="" next word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${route:+$route }$word"
    case "$next" in ${paths(places)}) route="$next" ;; esac
  done
  case "$route" in
${cases(places, (words) => `compadd -- ${words}`)}
  esac
  _files
}
compdef _sms sms
`;

const fish = (places: readonly Place[]): string => `function __sms_words
  set -l path ""
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$path $word")
    switch "$next"
      case ${places.map(({ path }) => `"${path}"`).join(" ")}
        set path "$next"
    end
  end
  switch "$path"
${places.map(({ path, words }) => `    case "${path}"\n      string split " " -- "${words.join(" ")}"`).join("\n")}
  end
end
complete -c sms -a "(__sms_words)"
`;

const shells: Readonly<Record<string, (places: readonly Place[]) => string>> = { bash, zsh, fish };

/** `sms completion bash|zsh|fish`: the script that lets a shell complete commands and options. */
export const completionCommand = (shell: string, program: Command, terminal: Terminal): ExitCode => {
  const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (script === undefined) {
    terminal.errors.write(`sms: no completion for this shell; there is one for ${Object.keys(shells).join(", ")}\n`);
    return 2;
  }
  terminal.output.write(script(placesOf(program)));
  return 0;
};
