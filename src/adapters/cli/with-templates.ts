import type { Templates } from "./templates-by-name.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface JsonOption {
  /** One object per line. */
  readonly json?: boolean | undefined;
}

/** One fault of a template's file, as reading it reports. */
interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const faultsOf = (error: unknown): readonly FileFault[] | undefined =>
  error instanceof Error && "faults" in error ? (error.faults as readonly FileFault[]) : undefined;

/** Reads the templates and runs a command on them; templates with faults are reported, every fault a line, and end 1. */
export const withTemplates = async (
  read: () => Promise<Templates>,
  { json }: JsonOption,
  { output }: Terminal,
  run: (templates: Templates) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> => {
  let templates: Templates;
  try {
    templates = await read();
  } catch (error) {
    const faults = faultsOf(error);
    if (faults === undefined) throw error;
    for (const { file, line, message } of faults) {
      const fault = { error: "template-faulty", file, line, message };
      output.write(json ? `${JSON.stringify(fault)}\n` : `${file}:${line}: ${message}\n`);
    }
    return 1;
  }
  return run(templates);
};
