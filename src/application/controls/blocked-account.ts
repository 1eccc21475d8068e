import { errorName } from "../../domain/error-name.js";
import { blockedWordOf } from "../../domain/money/blocked-word.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { SpentWords } from "../ports/spent-words.js";

interface BlockedNeeds {
  readonly blockedWords: SpentWords;
  readonly clock: Clock;
  /** The provider drops what it takes: nothing is to be sent for so many ms. */
  readonly dropped: (ms: number) => void;
  readonly log: Log;
}

/** A word that another worker heard is known to all within this time. */
const everyMs = 15_000;

/** Holds texts back while receipts say that the provider blocks the account: it takes each text, and drops it. */
export class BlockedAccount {
  readonly #needs: BlockedNeeds;
  #until = 0;

  constructor(needs: BlockedNeeds) {
    this.#needs = needs;
  }

  /** Nothing is sent until then; undefined: nobody says that the account is blocked. */
  get until(): Date | undefined {
    return this.#until > this.#needs.clock.now().getTime() ? new Date(this.#until) : undefined;
  }

  /** A receipt of that instant says so. Rejects while the store is away. */
  async heard(at: Date): Promise<void> {
    const { blockedWords, clock } = this.#needs;
    const word = blockedWordOf(at.getTime(), clock.now().getTime());
    if (word === undefined) return;
    await blockedWords.keep(word);
    await this.read();
  }

  /** Learns what any worker heard. */
  async read(): Promise<void> {
    const { blockedWords, clock, dropped, log } = this.#needs;
    const word = await blockedWords.read();
    const ms = (word?.until ?? 0) - clock.now().getTime();
    if (word === undefined || ms <= 0 || word.until <= this.#until) return;
    const isNews = this.until === undefined;
    this.#until = word.until;
    dropped(ms);
    if (isNews)
      log.error(
        { until: new Date(word.until).toISOString() },
        "receipts say that the provider blocks the account until it was reviewed; texts wait, and one will find out then: sms doctor",
      );
  }

  /** Reads every 15 s, until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    const { clock, log } = this.#needs;
    while (!stop.aborted) {
      await this.read().catch((error: unknown) =>
        log.debug({ cause: errorName(error) }, "whether the account is blocked cannot be read now"),
      );
      await clock.sleep(everyMs, stop);
    }
  }
}
