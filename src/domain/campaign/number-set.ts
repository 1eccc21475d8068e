/** So few places at first: a file of a thousand rows needs no more. */
const firstPlaces = 2_048;
/** A prime near 2^32 / φ: numbers of one block, which follow one another, land far apart. */
const spread = 2_654_435_761;
const half = 65_536;

/**
 * The numbers of a file, as digits of at most 15 places: 8 bytes each and room to grow, where a `Set` keeps an object and
 * a place for each. Holds no 0, which no number is.
 */
export class NumberSet {
  #places = new Float64Array(firstPlaces);
  size = 0;

  /** False: it was there. */
  add(digits: number): boolean {
    const at = this.#placeOf(digits);
    if (this.#places[at] === digits) return false;
    this.#places[at] = digits;
    this.size += 1;
    if (this.size * 4 > this.#places.length * 3) this.#grow();
    return true;
  }

  /** The place of a number: the first one, from its own on, that holds it or is free. */
  #placeOf(digits: number): number {
    const places = this.#places;
    const last = places.length - 1;
    const low = digits % (half * half);
    const high = (digits - low) / (half * half);
    let at = (Math.imul(low ^ Math.imul(high, half + 1), spread) >>> 7) & last;
    while (places[at] !== 0 && places[at] !== digits) at = (at + 1) & last;
    return at;
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Float64Array(old.length * 2);
    for (const digits of old) if (digits !== 0) this.#places[this.#placeOf(digits)] = digits;
  }
}
