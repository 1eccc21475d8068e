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
    super(`the templates have ${faults.length} ${faults.length === 1 ? "fault" : "faults"}:\n${lines.join("\n")}`);
    this.name = "TemplateFaults";
    this.faults = faults;
  }
}
