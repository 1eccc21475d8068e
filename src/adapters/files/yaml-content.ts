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

/** Reads one YAML document; warnings are faults too. */
export const readYaml = (content: string): YamlContent | { readonly faults: readonly LineFault[] } => {
  const lines = new LineCounter();
  const line = (offset: number): number => lines.linePos(offset).line;
  const document = parseDocument(content, { lineCounter: lines });
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: line(pos[0]),
    message: message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""),
  }));
  faults.push(...strayAliases(document, line));
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
