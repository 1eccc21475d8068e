/** The provider's count of what the account's texts cost. */
export interface AccountSpendSource {
  /**
   * Micro-USD of the present month, by the provider's calendar; undefined where it does not tell. It may lag by an
   * hour. Rejects within 5 s where the provider refuses the question, or does not answer.
   */
  monthToDate(): Promise<number | undefined>;
  close(): void;
}
