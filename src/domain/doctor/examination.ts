export type Verdict = "ok" | "warn" | "fail" | "skipped";

/** One thing that was looked at: what was seen, why it matters, what mends it. */
export interface Examined {
  readonly check: string;
  readonly verdict: Verdict;
  readonly evidence: string;
  readonly why: string;
  /** A command, a setting or a page; empty where nothing has to be done. */
  readonly fix: string;
}

/** The result of one check. */
export interface Finding {
  readonly verdict: Verdict;
  readonly evidence: string;
  readonly fix?: string;
}
