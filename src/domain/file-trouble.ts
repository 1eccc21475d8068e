import { errorText } from "./error-text.js";

/** Sentences for the errors of POSIX that a wrong path or a missing right brings. */
const sentences: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is no file ${path}`,
  EISDIR: (path) => `${path} is a folder`,
  ENOTDIR: (path) => `${path} is no folder`,
  EACCES: (path) => `${path} may not be opened by this user`,
  EPERM: (path) => `${path} may not be opened by this user`,
};

/** The reason why a file cannot be read or written, for a person; of other errors their own words. */
export const fileTrouble = (path: string, error: unknown): string =>
  sentences[(error as { readonly code?: string } | null)?.code ?? ""]?.(path) ?? errorText(error);
