import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Template } from "../../domain/template.js";
import { readTemplate } from "./read-template.js";
import { type FileFault, TemplateFaults } from "./template-faults.js";

/** Every template of a folder, by name. Throws `TemplateFaults`, which names every fault of every file with its line. */
export const readTemplates = (folder: string): ReadonlyMap<string, Template> => {
  const faults: FileFault[] = [];
  const templates = new Map<string, Template>();
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    throw new TemplateFaults([{ file: folder, line: 1, message: `can't be read: ${(error as Error).message}` }]);
  }
  for (const name of names.filter((one) => /\.ya?ml$/i.test(one))) {
    const file = join(folder, name);
    if (!name.endsWith(".yaml")) faults.push({ file, line: 1, message: "templates end in .yaml: rename the file" });
    else {
      const read = readTemplate(file, readFileSync(file, "utf8"));
      if ("faults" in read) faults.push(...read.faults);
      else templates.set(read.template.name, read.template);
    }
  }
  if (faults.length === 0 && templates.size === 0) {
    faults.push({ file: folder, line: 1, message: "holds no template: put <name>.yaml files there" });
  }
  if (faults.length > 0) throw new TemplateFaults(faults);
  return templates;
};
