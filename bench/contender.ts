/** What the bare loop is told. */
export type Order =
  | { readonly kind: "flood"; readonly count: number; readonly inFlight: number }
  | { readonly kind: "pace"; readonly perSecond: number; readonly ms: number };

/** One of those compared, in a process of its own, begun with so many texts to send. */
export interface Running {
  readonly pid: number;
  /** Resolves after `ms`, in which it was given `perSecond` texts a second whose numbers say when. */
  pace(perSecond: number, ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  /** With a backlog of `count` texts. */
  start(count: number, inFlight: number): Promise<Running>;
}
