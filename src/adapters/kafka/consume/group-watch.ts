import { setTimeout as sleep } from "node:timers/promises";
import type { Kafka } from "kafkajs";
import type { Log } from "../../../application/ports/log.js";
import { withAdmin } from "../library/with-admin.js";
import { type InputTopics, readInputTopics } from "../topics/input-topics.js";
import { findStrangers } from "./group-strangers.js";

export interface GroupWatchOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  /** Full names. */
  readonly topics: readonly string[];
  readonly log: Log;
  /** Topics came, went, or were replaced by others of the same name: the subscription no longer holds. */
  readonly changed: (why: string) => void;
}

const everyMs = 5_000;

/** Polls for changes that a member of a group is not told: topics that come and go, and members that do not belong. */
export class GroupWatch {
  readonly #options: GroupWatchOptions;
  readonly #end = new AbortController();
  #known: InputTopics | undefined;
  #strangers: readonly string[] = [];
  #started = false;

  constructor(options: GroupWatchOptions) {
    this.#options = options;
  }

  /** Each a sentence; none before the first look. */
  troubles(): readonly string[] {
    const missing = (this.#known?.missing ?? []).map(
      (topic) => `The topic ${topic} is missing: it alone is not read. Make it, or start the service again, which does`,
    );
    return [...missing, ...this.#strangers];
  }

  /** The topics to subscribe to now. Rejects where Kafka is away, and where none of them exists. */
  async subscribable(): Promise<readonly string[]> {
    const { kafka, topics } = this.#options;
    this.#known = await readInputTopics(kafka, topics);
    if (this.#known.present.length === 0) throw new Error(`none of the topics exists: ${topics.join(", ")}`);
    return this.#known.present;
  }

  start(): void {
    if (!this.#started) void this.#look();
    this.#started = true;
  }

  close(): void {
    this.#end.abort();
  }

  async #look(): Promise<void> {
    const { signal } = this.#end;
    const { changed, groupId, kafka, log, topics } = this.#options;
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const now = await readInputTopics(kafka, topics);
        const strangers = await withAdmin(kafka, (admin) => findStrangers(admin, groupId, topics));
        for (const says of strangers) if (!this.#strangers.includes(says)) log.error({ groupId }, says);
        this.#strangers = strangers;
        const why = this.#difference(now);
        this.#known = now;
        if (why !== undefined && !signal.aborted) changed(why);
      } catch {
        // The consumer itself reports that Kafka is away.
      }
    }
  }

  #difference({ ids, missing, present }: InputTopics): string | undefined {
    const known = this.#known;
    if (known === undefined) return undefined;
    const came = present.filter((topic) => known.missing.includes(topic));
    if (came.length > 0) return `topics that were missing are there: ${came.join(", ")}`;
    const went = missing.filter((topic) => known.present.includes(topic));
    if (went.length > 0) return `topics are gone: ${went.join(", ")}`;
    const anew = present.filter((topic) => known.ids.has(topic) && known.ids.get(topic) !== ids.get(topic));
    return anew.length > 0 ? `topics were made anew: ${anew.join(", ")}` : undefined;
  }
}
