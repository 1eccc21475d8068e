import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Tells whether V8 optimizes a function that it is told to optimize. */
const script = (waitMs: number) => `
  import { briefRun } from ${JSON.stringify(new URL("../../../src/adapters/system/brief-run.ts", import.meta.url).href)};
  briefRun();
  await new Promise((resolve) => setTimeout(resolve, ${waitMs}));
  const sum = (most) => { let all = 0; for (let n = 0; n < most; n += 1) all += n % 7; return all; };
  for (let time = 0; time < 3000; time += 1) sum(20_000);
  // Bit 6 of the status: the function runs as TurboFan made it (V8, OptimizationStatus::kTurboFanned).
  console.log((%GetOptimizationStatus(sum) & 64) === 64);
`;

const isOptimized = (waitMs: number): string => {
  const node = ["--allow-natives-syntax", "--import", "tsx", "--input-type=module", "-e", script(waitMs)];
  return spawnSync(process.execPath, node, { encoding: "utf8", timeout: 60_000 }).stdout.trim();
};

test("a brief run optimizes nothing; one that goes on does", () => {
  expect(isOptimized(0)).toBe("false");
  expect(isOptimized(1_100)).toBe("true");
}, 120_000);
