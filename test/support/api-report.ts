import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const reportPath = "docs/library-api.txt";

const head = `The public types of the package, as its declarations have them: made by \`npm run docs\`, compared by a test.
A change here is a change for whoever uses the package: CHANGELOG.md tells of it.
`;

/** A declaration file: its own declarations, and where its other names come from. */
interface Declared {
  readonly own: ReadonlyMap<string, string>;
  readonly others: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

const isWhole = (statement: string): boolean => {
  const opened = [...statement.matchAll(/[{([]/g)].length;
  const closed = [...statement.matchAll(/[})\]]/g)].length;
  const end = /^(?:export )?(?:declare )?(?:interface|class) /.test(statement) ? /\}$/ : /;$/;
  return opened === closed && end.test(statement);
};

const statementsOf = (text: string): readonly string[] => {
  const statements: string[] = [];
  let statement = "";
  for (const line of text.replaceAll(/\/\*[\s\S]*?\*\//g, "").split("\n")) {
    if (line.trim() === "" || line.startsWith("//")) continue;
    statement = statement === "" ? line : `${statement}\n${line}`;
    if (!isWhole(statement)) continue;
    statements.push(statement);
    statement = "";
  }
  if (statement !== "") throw new Error(`This declaration has no end: ${statement.slice(0, 200)}`);
  return statements;
};

const declaredIn = (file: string): Declared => {
  const own = new Map<string, string>();
  const others = new Map<string, { file: string; name: string }>();
  for (const statement of statementsOf(readFileSync(file, "utf8"))) {
    const declared = /^(?:export )?(?:declare )?(?:const|class|interface|type|function) (\w+)/.exec(statement)?.[1];
    const from = /^(?:import|export) (?:type )?\{([^}]*)\} from "(\.[^"]+)";$/.exec(statement);
    if (declared !== undefined) own.set(declared, statement);
    for (const part of from?.[1]?.split(",").filter((one) => one.trim() !== "") ?? []) {
      const [name = "", alias = name] = part
        .trim()
        .replace(/^type /, "")
        .split(" as ");
      others.set(alias, { file: resolve(dirname(file), from![2]!.replace(/\.js$/, ".d.ts")), name });
    }
  }
  return { own, others };
};

/** Names that a declaration is made of: types, and values whose type it takes. */
const namesIn = (statement: string): readonly string[] => [
  ...[...statement.matchAll(/\b[A-Z]\w*/g)].map(([name]) => name),
  ...[...statement.matchAll(/typeof (\w+)/g)].map(([, name]) => name!),
];

/** A port is what the parts of the service promise each other; whoever uses the package sees the data that goes through. */
const isPort = (file: string, statement: string): boolean =>
  file.includes("/application/ports/") &&
  /^export interface /.test(statement) &&
  /^ {4}(?:readonly )?\w+\??:? ?\(/m.test(statement);

/** Every exported declaration of the entries, and all of ours that these are made of, but ports that no entry exports. */
export const apiReport = (): string => {
  mkdirSync(".cache", { recursive: true });
  const place = mkdtempSync(resolve(".cache/api-"));
  try {
    const tsc = ["node_modules/typescript/bin/tsc", "-p", ".", "--emitDeclarationOnly", "--outDir", place];
    const { status, stdout } = spawnSync("node", tsc, { encoding: "utf8" });
    if (status !== 0) throw new Error(stdout);
    const { name, exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly name: string;
      readonly exports: Readonly<Record<string, string | { readonly import: { readonly types: string } }>>;
    };
    const files = new Map<string, Declared>();
    const fileOf = (file: string): Declared => {
      const known = files.get(file) ?? declaredIn(file);
      files.set(file, known);
      return known;
    };
    const found = new Map<string, string>();
    const follow = (file: string, wanted: string, isExported = false): void => {
      const { own, others } = fileOf(file);
      const other = others.get(wanted);
      const statement = own.get(wanted);
      const key = `${relative(place, file)} ${wanted}`;
      if (other !== undefined) follow(other.file, other.name, isExported);
      else if (statement !== undefined && !found.has(key) && (isExported || !isPort(file, statement))) {
        found.set(key, statement);
        for (const part of namesIn(statement)) follow(file, part);
        for (const [, path, part] of statement.matchAll(/import\("(\.[^"]+)"\)\.(\w+)/g))
          follow(resolve(dirname(file), path!.replace(/\.js$/, ".d.ts")), part!);
      }
    };
    const entries = Object.entries(exports).flatMap(([path, entry]) => {
      if (typeof entry === "string") return [];
      const file = join(place, entry.import.types.replace("./dist/", ""));
      const { own, others } = fileOf(file);
      const names = [...own.keys(), ...others.keys()].toSorted();
      for (const one of names) follow(file, one, true);
      return [`${name}${path.slice(1)}\n${names.map((one) => `  ${one}\n`).join("")}`];
    });
    const declarations = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => `${statement}\n`);
    return [head, ...entries, ...declarations].join("\n");
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

if (process.argv[1]?.endsWith("api-report.ts")) writeFileSync(reportPath, apiReport());
