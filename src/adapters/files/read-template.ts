import { createHash } from "node:crypto";
import { basename } from "node:path";
import { declareTemplate } from "../../domain/template/declare-template.js";
import type { Template } from "../../domain/template/template.js";
import type { FileFault } from "./template-faults.js";
import { templateFile } from "./template-file.js";
import { issueFaults, roughDeclaration } from "./template-issues.js";
import { readYaml } from "./yaml-content.js";

/** One template from the content of its file; its name is the file's without `.yaml`, its version a digest. */
export const readTemplate = (
  file: string,
  content: string,
): { readonly template: Template } | { readonly faults: readonly FileFault[] } => {
  const name = basename(file, ".yaml");
  const misnamed: readonly FileFault[] = /^[a-z][a-z0-9_]*$/.test(name)
    ? []
    : [{ file, line: 1, message: "the file's name must be small letters, digits and _, then .yaml" }];
  const yaml = readYaml(content);
  if ("faults" in yaml) return { faults: [...misnamed, ...yaml.faults.map((fault) => ({ file, ...fault }))] };
  const at = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): FileFault => ({
    file,
    line: yaml.lineOf(path),
    message: path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  });
  const parsed = templateFile.safeParse(yaml.value, { reportInput: true });
  const version = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const declaration = parsed.success ? parsed.data : roughDeclaration(yaml.value);
  const declared = declaration && declareTemplate(name, version, declaration);
  const faults = [
    ...misnamed,
    ...(parsed.success ? [] : issueFaults(parsed.error.issues).map(at)),
    ...(declared !== undefined && "faults" in declared ? declared.faults.map(at) : []),
  ];
  return faults.length === 0 && declared !== undefined && "template" in declared ? declared : { faults };
};
