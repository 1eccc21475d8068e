import type { MessageClass } from "../../domain/message-class.js";
import { lanes } from "../../domain/message-class.js";
import { DeficitRoundRobin } from "../../domain/rate/deficit-round-robin.js";
import type { Clock } from "../ports/clock.js";
import type { Throttle } from "../ports/throttle.js";

/** A text that asks for the rate. */
export interface RateAsk {
  readonly lane: MessageClass;
  readonly parts: number;
  /** Texts of one flow go in order, and flows share the lane: see `flowOf`. */
  readonly flow: string;
  /** The flow's share of the lane beside others: 1, or a campaign's weight. */
  readonly weight: number;
}

interface RateNeeds {
  readonly clock: Clock;
  /** Is told when the gateway's throttling lowered the rate of a class to this share of its setting. */
  readonly slowed: (of: MessageClass, factor: number) => void;
  readonly throttle: Throttle;
}

interface Waiter {
  readonly parts: number;
  waits: boolean;
  /** Ends the wait: true, its parts may be sent. */
  readonly end: (go: boolean) => void;
}

/** `next`: texts whose turn came, the first ones to go. */
interface Lane {
  readonly flows: DeficitRoundRobin<Waiter>;
  next: Waiter[];
  asking: boolean;
}

const longestSleepMs = 1_000;
const awaySleepMs = 500;
/** The last taker asks after the others: the worker that is nearest to the store would win each time. */
const stepBackMs = 1;

const newLane = (): Lane => ({ flows: new DeficitRoundRobin(), next: [], asking: false });

/**
 * Texts queue here for the account's rate: each flow of a lane by its weight, in order within a flow. Only one question
 * for each lane is under way, for as many texts as one answer may let go, so that a backlog costs no more questions
 * than it sends texts.
 */
export class RateQueue {
  readonly #clock: Clock;
  readonly #slowed: RateNeeds["slowed"];
  readonly #throttle: Throttle;
  readonly #lanes: Readonly<Record<MessageClass, Lane>> = {
    otp: newLane(),
    transactional: newLane(),
    promotional: newLane(),
  };

  constructor({ clock, slowed, throttle }: RateNeeds) {
    this.#clock = clock;
    this.#slowed = slowed;
    this.#throttle = throttle;
  }

  /** Texts that wait for their turn. */
  get size(): number {
    return lanes.reduce((sum, of) => sum + this.#lanes[of].flows.size + this.#lanes[of].next.length, 0);
  }

  /** True where a text of the lane may have to wait. */
  isLimited(of: MessageClass): boolean {
    return this.#throttle.atOnce(of) !== undefined;
  }

  /** True when its parts may be sent now; false when `longestMs` passed or `stop` aborted first. */
  async admit({ lane: of, parts, flow, weight }: RateAsk, longestMs: number, stop: AbortSignal): Promise<boolean> {
    const lane = this.#lanes[of];
    if (!lane.asking && (await this.#take(of, [parts])).taken === 1) return true;
    const over = new AbortController();
    const turn = new Promise<boolean>((resolve) => {
      const waiter: Waiter = {
        parts,
        waits: true,
        end: (go) => {
          waiter.waits = false;
          if (!go && !lane.flows.remove(flow, waiter)) lane.next = lane.next.filter((one) => one !== waiter);
          resolve(go);
        },
      };
      lane.flows.add(flow, weight, parts, waiter);
      void this.#clock.sleep(longestMs, stop, over.signal).then(() => waiter.waits && waiter.end(false));
    });
    void this.#ask(of);
    const go = await turn;
    over.abort();
    return go;
  }

  /**
   * The gateway throttled a text of the lane: fewer go from now on, at all workers. False: the lane has no rate that
   * could be lowered. A cut that the store misses is made at the next throttled text.
   */
  slowDown(of: MessageClass): boolean {
    if (!this.isLimited(of)) return false;
    this.#throttle.slowDown(of).then(
      (factor) => factor !== undefined && this.#slowed(of, factor),
      () => undefined,
    );
    return true;
  }

  /** A store that does not answer holds everybody back. */
  #take(of: MessageClass, texts: readonly number[]): ReturnType<Throttle["take"]> {
    return this.#throttle.take(of, texts).catch(() => ({ taken: 0, waitMs: awaySleepMs }));
  }

  /** Moves texts whose turn came to the front, as many parts as one question may take. */
  #choose(of: MessageClass): readonly Waiter[] {
    const lane = this.#lanes[of];
    const most = this.#throttle.atOnce(of) ?? Number.POSITIVE_INFINITY;
    for (let parts = lane.next.reduce((sum, one) => sum + one.parts, 0); parts < most; ) {
      const one = lane.flows.next();
      if (one === undefined) break;
      lane.next.push(one);
      parts += one.parts;
    }
    return lane.next;
  }

  async #ask(of: MessageClass): Promise<void> {
    const lane = this.#lanes[of];
    if (lane.asking) return;
    lane.asking = true;
    let tookLast = false;
    for (let asked = this.#choose(of); asked.length > 0; asked = this.#choose(of)) {
      const asking = [...asked];
      const { taken, waitMs } = await this.#take(
        of,
        asking.map(({ parts }) => parts),
      );
      // Texts that left while the question was under way leave their tokens to those behind them.
      let tokens = asking.slice(0, taken).reduce((sum, { parts }) => sum + parts, 0);
      while (lane.next[0] !== undefined && lane.next[0].parts <= tokens) {
        const one = lane.next.shift()!;
        tokens -= one.parts;
        one.end(true);
      }
      if (taken === 0) await this.#clock.sleep(Math.min(tookLast ? waitMs + stepBackMs : waitMs, longestSleepMs));
      tookLast = taken > 0;
    }
    lane.asking = false;
  }
}
