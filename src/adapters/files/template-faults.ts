import { counted } from "../../domain/counted.js";
/** One fault of a template's file; lines count from 1. */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Templates can't be used: every fault of every file. */
export class TemplateFaults extends Error {
  readonly faults: readonly FileFault[];

  constructor(faults: readonly FileFault[]) {
    const lines = faults.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    super(`the templates have ${counted(faults.length, "fault")}:\n${lines.join("\n")}`);
    this.name = "TemplateFaults";
    this.faults = faults;
  }
}
