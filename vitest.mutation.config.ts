import { statSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

/** The first failing test ends a mutant's run, so small tests of one file go before those of whole decisions. */
class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification): number =>
      statSync(moduleId).size + (/domain\/decision\//.test(moduleId) ? 1_000_000 : 0);
    return files.toSorted((one, other) => cost(one) - cost(other));
  }
}

/** What Stryker runs once per mutant: the domain's own tests, with properties tried less often. */
export default defineConfig({
  test: {
    include: ["test/domain/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 20_000,
    env: { PROPERTY_RUNS: "0.02" },
    // Mutants are chosen at run time; modules need not be read again for each file.
    isolate: false,
    sequence: { sequencer: SmallestFirst },
  },
});
