import { describe, test } from "vitest";
import { programPath } from "./program-path.js";

/** The programs that are not found. */
export const missing = (programs: readonly string[]): readonly string[] =>
  programs.filter((program) => programPath(program) === undefined);

/**
 * A suite that needs programs: skipped by name where one is missing; with CI=true that is a failure, so that nothing is
 * skipped there unseen.
 */
export const describeWith = (programs: readonly string[], name: string, suite: () => void): void => {
  const absent = missing(programs);
  if (absent.length === 0) {
    describe(name, suite);
    return;
  }
  const why = `${name} (needs ${absent.join(", ")} on the PATH)`;
  if (process.env["CI"] === "true")
    test(why, () => {
      throw new Error(`CI skips nothing: install ${absent.join(", ")}`);
    });
  else describe.skip(why, suite);
};
