/** How often each mutant was reached, by its id: while modules loaded, and by each test. */
export interface MutantCoverage {
  static: Record<string, number>;
  perTest: Record<string, Record<string, number>>;
}

/** What Stryker's side asks of the thread that holds the loaded tests. */
export type Ask =
  | { readonly ask: "coverage" }
  | {
      readonly ask: "mutant";
      readonly mutant: string;
      /** Ids of tests that reach the mutant, in the order to run them. */
      readonly tests: readonly string[];
      /** How often the mutant may be reached before a loop is taken to be endless. */
      readonly hitLimit: number | undefined;
    }
  | { readonly ask: "end" };

export interface TestRun {
  readonly id: string;
  readonly milliseconds: number;
  /** What the test said as it failed. */
  readonly fault?: string;
}

/** What became of an ask; `ready` comes once unasked, when all tests are loaded. */
export type Answer =
  | { readonly answer: "ready" }
  | { readonly answer: "coverage"; readonly runs: readonly TestRun[]; readonly coverage: MutantCoverage }
  | {
      readonly answer: "mutant";
      readonly tried: number;
      readonly failed: TestRun | undefined;
      readonly hits: number;
      /** The failed test fails without the mutant too: the mutant left something behind in the thread. */
      readonly soiled: boolean;
    };
