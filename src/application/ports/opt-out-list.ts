/** One page of the provider's list of opted-out numbers. */
export interface OptOutPage {
  /** E.164, as the provider writes them. */
  readonly numbers: readonly string[];
  /** The place where the next page begins; undefined: this was the last one. */
  readonly next: string | undefined;
}

/** The call was refused or not answered. The message holds no number. */
export class OptOutListUnavailable extends Error {
  override readonly name = "OptOutListUnavailable";
  /** Another try may help. */
  readonly retry: boolean;
  /** The call was answered with a refusal: nothing was done. */
  readonly refused: boolean;

  constructor(message: string, retry: boolean, refused = false) {
    super(message);
    this.retry = retry;
    this.refused = refused;
  }
}

/** The provider's own list. Every method rejects with `OptOutListUnavailable` within its deadline. */
export interface OptOutList {
  /** In no order and without instants: only all pages together tell the truth. */
  page(next: string | undefined): Promise<OptOutPage>;
  /** Takes the number off the list. The provider does so once per number in 30 days. */
  optIn(to: string): Promise<void>;
}
