export type Verdict = "ok" | "warn" | "fail" | "skipped";

/** One examined point: the observed value, the reason it matters, the cure. */
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
