/** Asks until `holds` answers true; fails after `ms`. */
export const eventually = async (what: string, holds: () => Promise<boolean> | boolean, ms = 10_000): Promise<void> => {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > ms) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
