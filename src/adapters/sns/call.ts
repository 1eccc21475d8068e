import type { Departure } from "../../application/ports/sms-gateway.js";

/** An error by its name alone, as classification reads it. */
export const errorNamed = (name: string): Error => Object.assign(new Error(name), { name });

export interface CallLimits {
  /** From the start until the request can leave: credentials, a free socket, the connection, TLS. */
  readonly connectTimeoutMs: number;
  /** From there until the whole answer is in. */
  readonly requestTimeoutMs: number;
}

/** One Publish under way: knows if any of it may have left this machine, and the ways to end it early. */
export class Call {
  readonly #limits: CallLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #departure: Departure;
  readonly #abort = () => {
    this.#aborted = true;
    this.#end("AbortError");
  };
  readonly #expire = () => this.#end("TimeoutError");
  readonly #expireUnheard = () => this.#unlessHeard(this.#expire);
  readonly #abortUnheard = () => (this.#written ? this.#unlessHeard(this.#abort) : this.#abort());
  /** Called when the call is ended early, by the caller or by time. */
  readonly #ended: (error: Error) => void;
  #timer: NodeJS.Timeout;
  #lastTimer: NodeJS.Timeout | undefined;
  #leavesBy = Number.POSITIVE_INFINITY;
  #written = false;
  #over = false;
  #aborted = false;
  #destroy: (() => void) | undefined;

  constructor(
    limits: CallLimits,
    signal: AbortSignal | undefined,
    departure: Departure,
    ended: (error: Error) => void,
  ) {
    this.#limits = limits;
    this.#departure = departure;
    this.#signal = signal;
    this.#ended = ended;
    this.#timer = setTimeout(this.#expire, limits.connectTimeoutMs);
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** True if any of the request may have left this machine. */
  get written(): boolean {
    return this.#written;
  }

  /**
   * True once the call has ended, or its time to leave has passed, which the timer of a process that was frozen tells too
   * late: nothing may be sent any more.
   */
  get over(): boolean {
    return this.#over || (!this.#written && performance.now() > this.#leavesBy);
  }

  /** Asked when the request is ready to be written. False: it may not be, and the call has to end. */
  async mayLeave(): Promise<boolean> {
    if (this.#over) return false;
    // Whoever decides takes no time of the connection's.
    clearTimeout(this.#timer);
    const may = await this.#departure.mayLeave();
    if (may === false) this.#aborted = true;
    if (this.#over || may === false) return false;
    if (may !== true) this.#lastTimer = setTimeout(this.#abortUnheard, may);
    this.#leavesBy = performance.now() + this.#limits.connectTimeoutMs;
    this.#timer = setTimeout(this.#expire, this.#limits.connectTimeoutMs);
    return true;
  }

  /** True if whoever asked for the call ended it, or did not let it leave. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** Bytes can leave from now on. */
  leaves(): void {
    if (this.#over) return;
    this.#written = true;
    this.#departure.left();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#expireUnheard, this.#limits.requestTimeoutMs);
  }

  /** Registers the function that takes back the request when the call ends early. */
  onEnd(destroy: () => void): void {
    this.#destroy = destroy;
  }

  /** Ends the call, answered or failed; must be called in any case. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#lastTimer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  /**
   * Ends the call by `end` where no answer is at hand. Timers of a process that was held up come before the answers that lie at
   * its sockets: the loop reads those first, and twice, as one turn may bring the head alone.
   */
  #unlessHeard(end: () => void): void {
    setImmediate(() => {
      if (!this.#over) setImmediate(() => this.#over || end());
    });
  }

  #end(name: string): void {
    this.close();
    this.#ended(errorNamed(name));
    this.#destroy?.();
  }
}
