/// <reference types="vite/types/importMeta.d.ts" />
import { describe } from "vitest";

/**
 * What a mutant meets: the domain's own tests, the contracts that memory keeps by running the domain's rules, files whose
 * faults the domain words, and use cases without a server.
 */
const files = import.meta.glob<unknown>([
  "../domain/**/*.test.ts",
  "../adapters/memory/*.test.ts",
  "../adapters/files/{limits,otp-policies}.test.ts",
  "../application/{consent,controls,otp}/*.test.ts",
]);

for (const [path, load] of Object.entries(files)) describe(path.replace("../", "test/"), () => load().then(() => {}));
