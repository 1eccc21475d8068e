/** How often a property is tried: in full, or a share of it (`PROPERTY_RUNS=0.01`) where the suite runs once per mutant. */
export const runs = (full: number): number => Math.max(10, Math.ceil(full * Number(process.env["PROPERTY_RUNS"] ?? 1)));

/** Statistics need their full size to prove anything: false where the suite runs once per mutant. */
export const isFullRun = runs(1_000) === 1_000;
