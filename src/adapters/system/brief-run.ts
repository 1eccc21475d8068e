import module from "node:module";
import { setFlagsFromString } from "node:v8";

/** Optimized code pays for itself after a second or so. */
const longMs = 1_000;

/** From Node 22 on. */
const { enableCompileCache } = module as { readonly enableCompileCache?: () => unknown };

/**
 * Settings for a short process, as most commands are. Optimizing code would take a fifth of its time, so it begins later.
 * Where Node can, compiled modules are kept for the next run (`NODE_DISABLE_COMPILE_CACHE=1` keeps none).
 */
export const briefRun = (): void => {
  enableCompileCache?.();
  setFlagsFromString("--no-opt");
  setTimeout(() => setFlagsFromString("--opt"), longMs).unref();
};
