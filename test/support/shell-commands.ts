/** The words of one command, without quotes; a comment ends it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|#.*|(\S+)/g)]
    .filter(([whole]) => !whole.startsWith("#"))
    .map(([, single, double, bare]) => single ?? double ?? bare!);

/** The commands of a page's `sh` blocks in their order, as a shell would split them. */
export const shellCommands = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block]) => block!.replaceAll(/\\\n\s*/g, "").split("\n"))
    .map(wordsOf)
    .filter((words) => words.length > 0);
