import type { Letter } from "./letter.js";

export interface Plan {
  readonly number?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly times?: number;
  readonly ms?: number;
}

/** All the page shows, as the simulator has it. */
export interface InboxState {
  /** By phone, oldest first; the phones by their newest letter, newest first. */
  readonly phones: readonly { readonly number: string; readonly letters: readonly Letter[] }[];
  readonly count: number;
  readonly faults: readonly Plan[];
  readonly receipts: readonly Plan[];
  readonly optedOut: readonly string[];
  /** A service is known that can say what became of texts. */
  readonly service: boolean;
  /** `loading` before the first answer; `away` while the simulator does not answer. */
  readonly link: "loading" | "live" | "away";
}

interface News extends Pick<InboxState, "faults" | "receipts" | "optedOut" | "service"> {
  readonly epoch: string;
  readonly last: number;
  readonly letters: readonly Letter[];
}

const mostLetters = 10_000;
const kinds = ["message", "withheld", "receipt", "reply", "struck", "faults", "receipts", "opted-in"];

/** Follows the simulator by server-sent events; each one only says that there is something to fetch. */
export class Inbox {
  #letters = new Map<string, Letter>();
  #news: News | undefined;
  #link: InboxState["link"] = "loading";
  #asking: Promise<void> | undefined;
  #again = false;
  readonly #show: (state: InboxState) => void;
  readonly #arrived: (letters: readonly Letter[]) => void;

  constructor(show: (state: InboxState) => void, arrived: (letters: readonly Letter[]) => void) {
    this.#show = show;
    this.#arrived = arrived;
  }

  /** Gives what ends it. */
  follow(): () => void {
    const events = new EventSource("api/events");
    const refresh = () => this.refresh();
    events.addEventListener("open", refresh);
    events.addEventListener("error", () => {
      this.#link = "away";
      this.#tell();
    });
    for (const kind of kinds) events.addEventListener(kind, refresh);
    events.addEventListener("deleted", ({ data }: MessageEvent<string>) => {
      this.#forget(JSON.parse(data));
      this.#tell();
    });
    refresh();
    return () => events.close();
  }

  /** One question at a time: what happens meanwhile is asked for afterwards, once. */
  refresh(): void {
    this.#again = this.#asking !== undefined;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
      if (this.#again) this.refresh();
    });
  }

  async #ask(): Promise<void> {
    try {
      const known = this.#news;
      let news = await this.#fetch(known?.last ?? 0);
      if (known !== undefined && known.epoch !== news.epoch) {
        this.#letters.clear();
        news = await this.#fetch(0);
      }
      // A receipt may come after the letter: the last ones are asked for again.
      for (const letter of news.letters) this.#letters.set(letter.id, letter);
      for (const id of this.#letters.keys()) {
        if (this.#letters.size <= mostLetters) break;
        this.#letters.delete(id);
      }
      this.#news = news;
      this.#link = "live";
      if (known !== undefined) this.#arrived(news.letters);
    } catch {
      this.#link = "away";
    }
    this.#tell();
  }

  async #fetch(after: number): Promise<News> {
    const answer = await fetch(`api/inbox?after=${after}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return (await answer.json()) as News;
  }

  #forget({ messageId, phone }: { readonly messageId: string | null; readonly phone?: string }): void {
    if (messageId !== null) this.#letters.delete(messageId);
    else if (phone === undefined) this.#letters.clear();
    else for (const [id, letter] of this.#letters) if (letter.phone === phone) this.#letters.delete(id);
  }

  #tell(): void {
    const phones = new Map<string, Letter[]>();
    for (const letter of this.#letters.values()) {
      const own = phones.get(letter.phone);
      if (own === undefined) phones.set(letter.phone, [letter]);
      else own.push(letter);
    }
    const newest = (letters: readonly Letter[]) => letters.at(-1)?.serial ?? 0;
    const { faults = [], receipts = [], optedOut = [], service = false } = this.#news ?? {};
    this.#show({
      phones: [...phones]
        .map(([number, letters]) => ({ number, letters }))
        .toSorted((a, b) => newest(b.letters) - newest(a.letters)),
      count: this.#letters.size,
      ...{ faults, receipts, optedOut, service, link: this.#link },
    });
  }
}
