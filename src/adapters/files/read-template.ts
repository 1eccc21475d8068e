import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { declareTemplate } from "../../domain/declare-template.js";
import type { Template } from "../../domain/template.js";
import type { FileFault } from "./template-faults.js";
import { templateFile } from "./template-file.js";
import { issueFaults, roughDeclaration } from "./template-issues.js";

/** The line of the key at `path`, or of the innermost thing around it. */
const lineOf = (document: Document, lines: LineCounter, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length--) {
    const around = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && key.value === path[length - 1])
      : undefined;
    if (isPair(pair) && isNode(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
  }
  return 1;
};

/** One template from the content of its file, whose name without `.yaml` it bears; its version is a digest of it. */
export const readTemplate = (
  file: string,
  content: string,
): { readonly template: Template } | { readonly faults: readonly FileFault[] } => {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const name = basename(file, ".yaml");
  const faults: FileFault[] = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    file,
    line: lines.linePos(pos[0]).line,
    message: message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""),
  }));
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    faults.push({ file, line: 1, message: "the file's name must be small letters, digits and _, then .yaml" });
  }
  if (document.errors.length > 0) return { faults };
  const at = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): FileFault => ({
    file,
    line: lineOf(document, lines, path),
    message: path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  });
  const value: unknown = document.toJS();
  const parsed = templateFile.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const rough = declareTemplate(name, "", roughDeclaration(value));
    const others = "faults" in rough ? rough.faults : [];
    return { faults: [...faults, ...[...issueFaults(parsed.error.issues), ...others].map(at)] };
  }
  const { deadline, ...declaration } = parsed.data;
  const version = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const declared = declareTemplate(name, version, { ...declaration, deadlineMs: deadline });
  if ("faults" in declared) return { faults: [...faults, ...declared.faults.map(at)] };
  return faults.length > 0 ? { faults } : declared;
};
