import { statSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

/** The first failing test ends a mutant's run: small tests go first, those of whole decisions and use cases last. */
class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification): number =>
      statSync(moduleId).size + (/domain\/(?!decision\/)/.test(moduleId) ? 0 : 1_000_000);
    return files.toSorted((one, other) => cost(one) - cost(other));
  }
}

/**
 * What Stryker runs once per mutant: the domain's own tests, the contracts that memory keeps by running the domain's
 * rules, and use cases without a server; with properties tried less often.
 */
export default defineConfig({
  test: {
    include: [
      "test/domain/**/*.test.ts",
      "test/adapters/memory/*.test.ts",
      "test/application/{consent,controls,otp}/*.test.ts",
    ],
    exclude: ["**/node_modules/**"],
    testTimeout: 20_000,
    env: { PROPERTY_RUNS: "0.02" },
    // Mutants are chosen at run time; modules need not be read again for each file.
    isolate: false,
    sequence: { sequencer: SmallestFirst },
  },
});
