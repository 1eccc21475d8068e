/** A figure of this service divided by the same figure of another, and what it has to be. */
export interface Goal {
  readonly to: string;
  readonly inFlight: number;
  readonly of: "perSecond" | "cpuMs";
  readonly goal: number;
}

/** More texts a second than `goal` times the other's; at most `goal` times its processor time. */
export const goals: readonly Goal[] = [
  { to: "bare loop", inFlight: 64, of: "perSecond", goal: 0.98 },
  { to: "bare loop", inFlight: 64, of: "cpuMs", goal: 0.8 },
  { to: "careful loop", inFlight: 64, of: "perSecond", goal: 0.98 },
  { to: "careful loop", inFlight: 64, of: "cpuMs", goal: 0.75 },
  { to: "plain eachMessage", inFlight: 64, of: "perSecond", goal: 15 },
  { to: "bare loop", inFlight: 256, of: "perSecond", goal: 1.1 },
  { to: "bare loop", inFlight: 256, of: "cpuMs", goal: 0.75 },
  { to: "careful loop", inFlight: 256, of: "perSecond", goal: 1.3 },
  { to: "careful loop", inFlight: 256, of: "cpuMs", goal: 0.65 },
];

const names = { perSecond: "msg/s", cpuMs: "CPU a message" } as const;

/** One row of the table: the median ratio, those of each turn, the goal, and if it is reached. */
export const goalRow = ({ to, inFlight, of, goal }: Goal, median: number, each: readonly number[]): string => {
  const isReached = of === "perSecond" ? median >= goal : median <= goal;
  const spread = each.length > 1 ? ` (${each.map((one) => one.toFixed(2)).join(", ")})` : "";
  const asked = `${of === "perSecond" ? "at least" : "at most"} ${goal}`;
  return `| ${names[of]} to the ${to}, ${inFlight} in flight | **${median.toFixed(2)}**${spread} | ${asked} | ${isReached ? "reached" : "falls short"} |`;
};
