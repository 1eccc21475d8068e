import type { Reporter, TestModule } from "vitest/node";

/** What a scenario printed of itself: `name: {"asked":…}` (`expectPromisesKept`). */
const counts = /: (\{"asked".*\})$/;

/** Prints one row for each scenario: how it ended, how long it took, and what it counted. */
export default class TableReporter implements Reporter {
  readonly #said = new Map<string, string>();

  onUserConsoleLog({ content, taskId }: { readonly content: string; readonly taskId?: string }): void {
    const found = counts.exec(content.trim());
    if (found !== null && taskId !== undefined) this.#said.set(taskId, found[1]!);
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => {
        const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 1_000);
        const counted = Object.entries(JSON.parse(this.#said.get(test.id) ?? "{}")).map((pair) => pair.join(" "));
        return `| ${test.name} | ${test.result().state} | ${seconds} s | ${counted.join(", ")} |`;
      }),
    );
    console.log(["| scenario | ended | took | counted |", "|---|---|---|---|", ...rows].join("\n"));
  }
}
