/** A message as searches list it. */
export interface Row {
  readonly messageId: string;
  readonly to: string | null;
  readonly class: string | null;
  readonly template: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly segments: number | null;
  readonly estimatedCost: { readonly micros: number } | null;
  readonly actualCost: { readonly micros: number } | null;
  readonly acceptedAt: string;
  readonly occurredAt: string;
  readonly recipient: string | null;
  readonly correlationId: string | null;
  readonly source: string | null;
}

export interface Found {
  readonly messages: readonly Row[];
  readonly next?: string;
}
