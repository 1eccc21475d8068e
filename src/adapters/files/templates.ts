import { readdirSync } from "node:fs";
import { fileTrouble } from "../../domain/file-trouble.js";
import { join } from "node:path";
import type { Template } from "../../domain/template/template.js";
import { readText } from "./read-text.js";
import { readTemplate } from "./read-template.js";
import { type FileFault, TemplateFaults } from "./template-faults.js";

const fault = (file: string, message: string) => ({ faults: [{ file, line: 1, message }] });

const unreadable = (file: string, error: unknown) => fault(file, `can't be read: ${fileTrouble(file, error)}`);

/** One template; a file that vanished, or may not be read, counts as faulty. */
const readFile = (file: string): ReturnType<typeof readTemplate> => {
  try {
    return readTemplate(file, readText(file));
  } catch (error) {
    return unreadable(file, error);
  }
};

/** Every template of a folder, by name. Throws `TemplateFaults`, which names every fault of every file with its line. */
export const readTemplates = (folder: string): ReadonlyMap<string, Template> => {
  const faults: FileFault[] = [];
  const templates = new Map<string, Template>();
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    throw new TemplateFaults(unreadable(folder, error).faults);
  }
  for (const name of names.filter((one) => /\.ya?ml$/i.test(one))) {
    const file = join(folder, name);
    const read = name.endsWith(".yaml") ? readFile(file) : fault(file, "templates end in .yaml: rename the file");
    if ("faults" in read) faults.push(...read.faults);
    else templates.set(read.template.name, read.template);
  }
  if (faults.length === 0 && templates.size === 0) {
    faults.push(...fault(folder, "holds no template: put <name>.yaml files there").faults);
  }
  if (faults.length > 0) throw new TemplateFaults(faults);
  return templates;
};
