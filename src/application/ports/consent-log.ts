/** A record of `sms.consent`: a number's entries of one class, merged; undefined where the record cannot be read. */
export interface LoggedConsent {
  readonly value: Buffer | null;
}

/** The topic `sms.consent` as something to be read from its beginning. */
export interface ConsentLog {
  /**
   * Hands over every record after `position` (undefined: all), in batches, up to the end as it was when the call began;
   * waits for each batch. Resolves with the position of that end. Rejects when the log cannot be read; safe to call again.
   */
  replay(
    position: string | undefined,
    take: (
      batch: readonly LoggedConsent[],
      progress: { readonly read: number; readonly total: number },
    ) => Promise<void>,
  ): Promise<string>;
}
