import type { Template } from "../../domain/template/template.js";
import { type FileFault, TemplateFaults } from "./template-faults.js";
import { readTemplates } from "./templates.js";

/** The templates in use, which may be reread while the service runs. */
export interface TemplateStore {
  /** The set that was last read without a fault. */
  current(): ReadonlyMap<string, Template>;
  /** Reads the folder again; one fault anywhere keeps the whole set that is in use. */
  reload():
    | { readonly ok: true; readonly count: number }
    | { readonly ok: false; readonly faults: readonly FileFault[] };
}

/** Reads the folder at once and throws `TemplateFaults` where that fails: a service never starts with half its texts. */
export const createTemplateStore = (folder: string): TemplateStore => {
  let templates = readTemplates(folder);
  return {
    current: () => templates,
    reload: () => {
      try {
        templates = readTemplates(folder);
        return { ok: true, count: templates.size };
      } catch (error) {
        if (!(error instanceof TemplateFaults)) throw error;
        return { ok: false, faults: error.faults };
      }
    },
  };
};
