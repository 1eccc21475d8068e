import { SnsError } from "./sns-error.js";
import { e164 } from "./sns-form.js";

const wrong = (message: string) => new SnsError(400, "InvalidParameter", message);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/u;

/** A query string whose every name is known and comes once; each reader answers undefined where the name is left out. */
export class Query {
  readonly #given: URLSearchParams;

  constructor(given: URLSearchParams, known: readonly string[]) {
    for (const name of given.keys()) {
      const shown = name.slice(0, 40);
      if (!known.includes(name))
        throw wrong(
          `${shown} is no parameter here; there ${known.length === 0 ? "is none" : `are ${known.join(", ")}`}`,
        );
      if (given.getAll(name).length > 1) throw wrong(`${shown} stands twice; leave one`);
    }
    this.#given = given;
  }

  text(name: string, longest: number): string | undefined {
    const value = this.#given.get(name)?.trim();
    if (value === undefined) return undefined;
    if (value === "" || value.length > longest) throw wrong(`${name} has 1 to ${longest} characters`);
    return value;
  }

  /** In a query string a bare + is a space. */
  number(name: string): string | undefined {
    const value = this.#given
      .get(name)
      ?.trim()
      .replace(/^(?=\d)/u, "+");
    if (value !== undefined && !e164.test(value)) throw wrong(`${name} is E.164, such as %2B919876543210`);
    return value;
  }

  /** In ms. */
  instant(name: string): number | undefined {
    const value = this.#given.get(name)?.replace(" ", "+");
    if (value === undefined) return undefined;
    const at = instant.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) throw wrong(`${name} is RFC 3339, such as 2026-11-22T10:00:00Z`);
    return at;
  }

  whole(name: string, least: number, most: number): number | undefined {
    const value = this.#given.get(name);
    if (value === null) return undefined;
    const number = /^\d{1,9}$/u.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) throw wrong(`${name} is a whole number from ${least} to ${most}`);
    return number;
  }
}
