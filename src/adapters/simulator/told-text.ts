/** The service's word on a text. */
export interface ToldText {
  readonly messageId: string;
  readonly state: string;
  /** `otp`, `transactional`, `promotional`. */
  readonly class: string | null;
  /** The owner of the phone: `customer`, `driver`. */
  readonly recipient: string | null;
  readonly template: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly correlationId: string | null;
  /** Topic of the event that asked for it. */
  readonly topic: string | null;
  readonly trace: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly observed: string;
    readonly consequence: string;
  }[];
}

/** A text that the service refused: it reached no phone. */
export interface ToldRefusal {
  readonly messageId: string;
  readonly to: string | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly at: string;
}

/** The service behind the phones, where one is known. */
export interface ToldByService {
  /** By the id that the simulator gave; undefined: it does not know the text, or not yet. */
  text(providerMessageId: string): Promise<ToldText | undefined>;
  /** The last ones, newest first. */
  refusals(): Promise<readonly ToldRefusal[]>;
}
