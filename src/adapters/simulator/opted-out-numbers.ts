/**
 * Words that AWS itself takes for an opt-out (AWS End User Messaging SMS user guide, "Opt-out list keywords"), and
 * those that end it.
 */
const stops = /^\W*(?:ARRET|CANCEL|END|OPT-?OUT|QUIT|REMOVE|STOP|TD|UNSUBSCRIBE)\W*$/iu;
const starts = /^\W*(?:START|UNSTOP)\W*$/iu;

const pageSize = 100;

/** The account's list of numbers that get no more texts, as SNS shows it: by pages, without order in time or instants. */
export class OptedOutNumbers {
  readonly #numbers = new Set<string>();
  /** Numbers whose STOP is not confirmed yet. */
  readonly #unconfirmed = new Set<string>();

  /** A text from a phone, as AWS itself would take it. */
  hear(phone: string, text: string): void {
    if (stops.test(text) && !this.#numbers.has(phone)) {
      this.#numbers.add(phone);
      this.#unconfirmed.add(phone);
    } else if (starts.test(text)) this.optIn(phone);
  }

  /** True: the next text to it stays away. One still arrives after a STOP: AWS confirms it, and here the service does. */
  withholds(phone: string): boolean {
    return this.#numbers.has(phone) && !this.#unconfirmed.delete(phone);
  }

  has(phone: string): boolean {
    return this.#numbers.has(phone);
  }

  optIn(phone: string): void {
    this.#numbers.delete(phone);
    this.#unconfirmed.delete(phone);
  }

  /** Numbers after `token`, and where the next page begins. */
  page(token: string): { readonly numbers: readonly string[]; readonly next: string | undefined } {
    const left = [...this.#numbers].sort().filter((number) => number > token);
    return { numbers: left.slice(0, pageSize), next: left.length > pageSize ? left[pageSize - 1] : undefined };
  }
}
