/** An operator's action, before it has its place in the trail. */
export interface AuditedAction {
  readonly at: Date;
  /** The name of the API key; `anyone` where there are no keys. */
  readonly who: string;
  /** `in-doubt`, `account.attributes.change`: the address without its version, and the verb. */
  readonly action: string;
  /** The id that it was about, or `number:` and a keyed hash; null: the whole deployment. */
  readonly object: string | null;
  /** The operator's own words. */
  readonly reason: string | null;
  /** Values that are no personal data, by their field. */
  readonly details: Readonly<Record<string, string>>;
}

/** One link of the trail. */
export interface AuditEntry extends AuditedAction {
  /** 1, 2, 3, …, without a gap. */
  readonly seq: number;
  /** `mac` of the entry before; empty for the first. */
  readonly previous: string;
  /** Keyed hash over `auditText` of this entry. */
  readonly mac: string;
}
