/** Shares beyond which a campaign pauses by itself. */
export interface PauseRule {
  /** Share of the last texts that failed on the gateway's side. */
  readonly failures: number;
  /** Share of the last texts whose recipients opted out. */
  readonly optOuts: number;
}

export const defaultPauseRule: PauseRule = { failures: 0.2, optOuts: 0.02 };

const mostEnds = 500;
const mostSent = 1_000;
const fewest = 20;

/** The number of events within the latest `window` ends that a campaign bears; one more pauses it. */
export interface Bearable {
  readonly window: number;
  readonly most: number;
}

const within = (total: number, most: number, share: number): Bearable => {
  const window = Math.min(Math.max(total, fewest), most);
  return { window, most: Math.floor(window * share) };
};

export const bearableFailures = (total: number, { failures }: PauseRule): Bearable => within(total, mostEnds, failures);
export const bearableOptOuts = (total: number, { optOuts }: PauseRule): Bearable => within(total, mostSent, optOuts);
