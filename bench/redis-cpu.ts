/** Processor time of a Redis so far, in ms, of the process that writes its file too: `info` is what INFO CPU answered. */
export const redisCpuMs = (info: string): number =>
  [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gmu)].reduce(
    (sum, [, seconds]) => sum + Number(seconds) * 1_000,
    0,
  );
