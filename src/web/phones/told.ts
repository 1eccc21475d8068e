/** The service's word on a text. */
export interface Told {
  readonly messageId: string;
  readonly state: string;
  readonly class: string | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly correlationId: string | null;
  readonly topic: string | null;
  readonly trace: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly observed: string;
    readonly consequence: string;
  }[];
}
