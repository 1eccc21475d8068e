/** The form of an option: `-h`, `--max-parts`, `--class=promotional`. */
const option = /^(?:--[a-z][a-z-]*|-[a-z])(?:=|$)/i;

/**
 * The words of a command line with texts that begin with `-` (`-40% today`) behind `--`, so that none is taken for an
 * option. A value of an option stays behind it; `flags` are the options that take none.
 */
export const dashTexts = (words: readonly string[], flags: ReadonlySet<string>): readonly string[] => {
  if (words.includes("--")) return words;
  const isText = (word: string, index: number): boolean => {
    const before = words[index - 1] ?? "";
    const isValue = option.test(before) && !before.includes("=") && !flags.has(before);
    return word.startsWith("-") && word !== "-" && !option.test(word) && !isValue;
  };
  const texts = words.filter(isText);
  return texts.length === 0 ? words : [...words.filter((word, index) => !isText(word, index)), "--", ...texts];
};
