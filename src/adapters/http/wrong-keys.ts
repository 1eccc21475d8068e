import { isIPv4, isIPv6 } from "node:net";
import type { Clock } from "../../application/ports/clock.js";
import type { Log } from "../../application/ports/log.js";
import type { AuthFailure, Meters } from "../../application/ports/meters.js";

interface WrongKeysNeeds {
  readonly clock: Clock;
  readonly log: Log;
  readonly meters: Pick<Meters, "authFailure">;
}

const minuteMs = 60_000;
/** Wrong keys that an address may try in a minute before each more waits. */
const freeAMinute = 20;
const waitMs = 1_000;
/** Answers that wait at once; more are given without a wait, so that waiting holds no more than these sockets. */
const mostWaiting = 256;
/** Addresses that are remembered; the oldest go first. */
const mostAddresses = 10_000;

/** RFC 1918, RFC 4193, RFC 3927 and RFC 4291: addresses of a network of one's own. */
const privateAddress = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe[89ab])/i;

const plain = (address: string): string => address.replace(/^::ffff:/i, "");

/** The loggable part of an address: its kind, because the address itself is personal data. */
const classOf = (address: string): "loopback" | "private" | "public" => {
  const bare = plain(address);
  if (bare === "::1" || bare.startsWith("127.")) return "loopback";
  return privateAddress.test(bare) ? "private" : "public";
};

/** One caller: an address, or the /64 that one subscriber of IPv6 has (RFC 6177). */
const callerOf = (address: string): string => {
  const bare = plain(address);
  if (isIPv4(bare) || !isIPv6(bare)) return bare;
  const [head = "", tail] = bare.split("::");
  const groups = head === "" ? [] : head.split(":");
  const filled = tail === undefined ? groups : [...groups, ...Array.from({ length: 8 - groups.length }, () => "0")];
  return filled.slice(0, 4).join(":");
};

/** Counts refused keys, logs them once a minute by class of address, and makes who tries many wait. */
export class WrongKeys {
  readonly #needs: WrongKeysNeeds;
  readonly #tries = new Map<string, { since: number; count: number }>();
  readonly #unlogged = new Map<string, { at: number; count: number }>();
  #waiting = 0;

  constructor(needs: WrongKeysNeeds) {
    this.#needs = needs;
  }

  /** Resolves when the refusal may be answered: at once, or a second later for who tries many keys. */
  async refused(address: string, reason: AuthFailure): Promise<void> {
    const { clock, meters } = this.#needs;
    meters.authFailure(reason);
    if (reason === "scope") return;
    this.#logOnceAMinute(classOf(address), clock.monotonic());
    const tries = this.#triesOf(callerOf(address), clock.monotonic());
    if (reason === "missing" || tries <= freeAMinute || this.#waiting >= mostWaiting) return;
    this.#waiting += 1;
    await clock.sleep(waitMs);
    this.#waiting -= 1;
  }

  #triesOf(caller: string, now: number): number {
    const known = this.#tries.get(caller);
    const current = known !== undefined && now - known.since < minuteMs ? known : { since: now, count: 0 };
    current.count += 1;
    this.#tries.set(caller, current);
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > mostAddresses && oldest !== undefined) this.#tries.delete(oldest);
    return current.count;
  }

  #logOnceAMinute(addressClass: string, now: number): void {
    const kept = this.#unlogged.get(addressClass) ?? { at: Number.NEGATIVE_INFINITY, count: 0 };
    kept.count += 1;
    this.#unlogged.set(addressClass, kept);
    if (now - kept.at < minuteMs) return;
    this.#needs.log.warn({ addressClass, refused: kept.count }, "requests without a right API key were refused");
    this.#unlogged.set(addressClass, { at: now, count: 0 });
  }
}
