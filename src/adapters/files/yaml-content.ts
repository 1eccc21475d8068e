import { errorText } from "../../domain/error-text.js";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";

interface LineFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

interface YamlContent {
  readonly value: unknown;
  /** The line of the key at `path`, or of the innermost one around it that there is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Aliases without an anchor: the only fault of YAML that the parser leaves for later. */
const strayAliases = (document: Document, line: (offset: number) => number): readonly LineFault[] => {
  const stray: LineFault[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      stray.push({
        line: line(alias.range![0]),
        message: `*${alias.source} stands for nothing: no &${alias.source} before`,
      });
    },
  });
  return stray;
};

/** Far deeper than any file here. */
const deepest = 100;
const blocks = new RegExp(`(?:[-?:][ \\t]+){${deepest}}`);

/** The parser calls itself for each level: some ten thousand end its stack, and Node with it. */
const isTooDeep = (content: string): boolean => {
  let depth = 0;
  for (const [bracket] of content.matchAll(/[[\]{}]/g)) {
    depth = Math.max(depth + (bracket === "[" || bracket === "{" ? 1 : -1), 0);
    if (depth > deepest) return true;
  }
  return blocks.test(content);
};

const longestMessage = 200;
/** A file of another kind may have a fault at each of its bytes. */
const mostFaults = 20;

/** Reads one YAML document; warnings are faults too. Never throws: a file may hold anything. */
export const readYaml = (content: string): YamlContent | { readonly faults: readonly LineFault[] } => {
  if (isTooDeep(content)) return { faults: [{ line: 1, message: `is nested more than ${deepest} times` }] };
  try {
    return contentOf(content);
  } catch (error) {
    // Aliases of aliases would fill the memory, were they written out.
    return { faults: [{ line: 1, message: errorText(error) }] };
  }
};

const contentOf = (content: string): YamlContent | { readonly faults: readonly LineFault[] } => {
  const lines = new LineCounter();
  const line = (offset: number): number => lines.linePos(offset).line;
  const document = parseDocument(content, { lineCounter: lines });
  const own = [...document.errors, ...document.warnings];
  const faults = own.slice(0, mostFaults).map(({ pos, message }) => ({
    line: line(pos[0]),
    message: message
      .split("\n")[0]!
      .slice(0, longestMessage)
      .replace(/ at line \d+, column \d+:?$/, ""),
  }));
  faults.push(...strayAliases(document, line).slice(0, mostFaults));
  if (faults.length > 0) return { faults };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const around = document.getIn(path.slice(0, length - 1), true);
      const pairs = isMap(around) ? around.items : [];
      const pair = pairs.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]));
      if (isPair(pair) && isNode(pair.key)) return line(pair.key.range![0]);
    }
    return 1;
  };
  return { value: document.toJS(), lineOf };
};
