import type { Because } from "../../domain/campaign/campaign-state.js";

/** A text of a campaign goes back to its ledger: surely not sent, to be tried again. */
export class Postponed extends Error {
  override readonly name = "Postponed";
  /** Epoch ms. */
  readonly until: number;
  /** The reason that pauses the whole campaign. */
  readonly because: Because | undefined;

  constructor(until: number, because?: Because) {
    super("The text waits in its campaign");
    this.until = until;
    this.because = because;
  }
}
