import type { Clock } from "../ports/clock.js";

/** The process stops: the message stays where it was. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(message = "The service stops") {
    super(message);
  }
}

/** Sleeps for `ms`; rejects with `Stopped` where `stop` aborts first. */
export const sleepOrStop = async (clock: Pick<Clock, "sleep">, ms: number, stop: AbortSignal): Promise<void> => {
  await clock.sleep(ms, stop);
  if (stop.aborted) throw new Stopped();
};
