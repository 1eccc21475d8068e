import { setTimeout as sleep } from "node:timers/promises";
import type { Consumer, EachBatchPayload, IMemberAssignment, Kafka } from "kafkajs";
import type { EventReceiver } from "../../../application/ports/event-source.js";
import { errorText } from "../../../domain/error-text.js";
import { backoff } from "../../../domain/backoff.js";
import type { ErrorLog } from "../../../application/ports/error-log.js";
import { type Journal, JournalLost } from "../../../application/ports/journal.js";
import type { Log } from "../../../application/ports/log.js";
import type { ConsumerEvents, PassedBatch } from "./consumer-supervisor.js";
import { withoutCompleted } from "./without-completed.js";
import { eventRecords } from "./event-records.js";
import { OffsetCommits } from "./offset-commits.js";
import { type AssignmentOwner, PartitionAssignment } from "./partition-assignment.js";
import type { InputTopics } from "../topics/input-topics.js";
import type { KafkaSettings } from "../library/settings.js";
import { firstRecordId } from "./topic-identity.js";
import { findStartingPoints, type StartingPoints } from "./starting-points.js";

export interface GroupSessionOptions {
  readonly settings: KafkaSettings;
  readonly journal: Pick<Journal, "born" | "knows"> & Partial<Pick<Journal, "stamp">>;
  readonly errorLog: ErrorLog;
  readonly log: Log;
  readonly kafka: Kafka;
  readonly consumer: () => Consumer | undefined;
  readonly inputTopics: () => Promise<InputTopics>;
}

interface Place {
  /** The name on the broker. */
  readonly topic: string;
  readonly partition: number;
}

const waitMs = backoff(100, 2_000);

const journalLost =
  "journal-lost: offsets were committed under a journal that is gone, so what was sent is unknown and nothing is delivered. " +
  "An operator must decide: sms journal accept-loss";

/** From a membership of the group to assignments and their records. Nothing that kafkajs calls here waits or throws. */
export class GroupSession implements AssignmentOwner, ConsumerEvents {
  readonly commits: OffsetCommits;
  readonly #options: GroupSessionOptions;
  receiver: EventReceiver | undefined;
  retention: ReadonlyMap<string, number> = new Map();
  trouble: string | undefined = "The consumer has not joined its group yet.";
  #assignments: ReadonlyMap<string, PartitionAssignment> = new Map();
  /** Counts the beginnings and ends of assignments: a waiter that sees it change gives up. */
  #epoch = 0;
  #ready = false;
  #stopped = false;

  constructor(options: GroupSessionOptions) {
    this.#options = options;
    this.commits = new OffsetCommits(async (offsets) => {
      await options.consumer()?.commitOffsets(offsets);
    });
  }

  get assignments(): readonly PartitionAssignment[] {
    return [...this.#assignments.values()];
  }

  /** No record is delivered any more. */
  stop(): void {
    this.#stopped = true;
    this.#applyPauses();
  }

  /** Ends all assignments; preparations under way give up. */
  end(trouble: string): void {
    this.#epoch += 1;
    this.#ready = false;
    this.trouble = trouble;
    for (const assignment of this.assignments) assignment.over = true;
    this.#assignments = new Map();
  }

  joined(partitions: IMemberAssignment): void {
    this.#begin(
      Object.entries(partitions).flatMap(([topic, numbers]) => numbers.map((partition) => ({ topic, partition }))),
    );
  }

  rebalancing(): void {
    void this.commits.flush();
  }

  lost(why: string): void {
    this.end(`The consumer is out of its group and tries to join again: ${why}`);
    this.#options.log.warn({ why }, "the consumer is out of its group; building another");
    this.receiver?.assigned([]);
  }

  batch({ batch, resolveOffset, isStale }: EachBatchPayload): void {
    const assignment = this.#assignments.get(`${batch.topic}/${batch.partition}`);
    const [first, last] = [batch.messages[0], batch.messages.at(-1)];
    if (assignment === undefined || first === undefined || last === undefined) return;
    // Not resolved: records fetched before this assignment began are fetched again, from its own starting point.
    if (!this.#ready || this.#stopped || isStale()) return;
    if (BigInt(first.offset) < assignment.position) {
      this.#beginAgain("a topic was made anew");
      return;
    }
    const begins = assignment.position;
    assignment.position = BigInt(last.offset) + 1n;
    assignment.fetched = BigInt(batch.lastOffset()) + 1n;
    assignment.end = BigInt(batch.highWatermark);
    resolveOffset(last.offset);
    // It was empty when it was assigned, and the brokers give its topic no id.
    if (first.offset === "0") assignment.topicId ??= firstRecordId(first.timestamp);
    const { topic, partition, topicId } = assignment;
    const { errorLog } = this.#options;
    try {
      const caught = (error: unknown, offset: string) =>
        errorLog.caught("group-session", error, { topic, partition, offset }, "a record could not be converted");
      const { messages, completed } = withoutCompleted(batch.messages, begins, assignment.completed);
      if (messages.length < batch.messages.length) {
        assignment.completed = completed;
        this.commits.remember(assignment, assignment.committed);
      }
      this.receiver?.deliver(assignment, eventRecords({ topic, partition, topicId, messages, caught }));
    } catch (error) {
      const fields = { topic, partition, offset: first.offset };
      errorLog.caught("group-session", error, fields, "a batch could not be handed on");
      this.#beginAgain("a batch could not be handed on");
    }
  }

  passed({ topic, partition, highWatermark, lastOffset }: PassedBatch): void {
    const assignment = this.#assignments.get(`${topic}/${partition}`);
    if (assignment === undefined || !this.#ready) return;
    assignment.fetched = BigInt(lastOffset) + 1n;
    assignment.end = BigInt(highWatermark);
  }

  /** Never beyond the end: the group would wait there for records that others have to come first. */
  remember(assignment: PartitionAssignment, next: bigint): void {
    this.commits.remember(assignment, next < assignment.end ? next : assignment.end);
  }

  /** Each a sentence. */
  troubles(): readonly string[] {
    if (this.trouble !== undefined) return [this.trouble];
    return this.assignments.flatMap(({ committed, moved, started }) =>
      moved !== undefined && committed < started ? [moved] : [],
    );
  }

  applyPause({ kafkaTopic, partition, pausedByReceiver }: PartitionAssignment): void {
    const these = [{ topic: kafkaTopic, partitions: [partition] }];
    const paused = pausedByReceiver || this.#stopped || !this.#ready;
    try {
      if (paused) this.#options.consumer()?.pause(these);
      else this.#options.consumer()?.resume(these);
    } catch {
      // A consumer on its way out knows no group any more; the next one is told when it joins.
    }
  }

  #applyPauses(): void {
    for (const assignment of this.assignments) this.applyPause(assignment);
  }

  /** Nothing is fetched from the new assignments until it is known from where, and that the journal is the same. */
  #begin(places: readonly Place[]): void {
    const prefix = this.#options.settings.KAFKA_TOPIC_PREFIX.length;
    this.end("The consumer looks up where its group stands.");
    this.#assignments = new Map(
      places.map(({ topic, partition }) => [
        `${topic}/${partition}`,
        new PartitionAssignment(this, topic, topic.slice(prefix), partition),
      ]),
    );
    this.#applyPauses();
    void this.#prepare(this.#epoch);
  }

  /** Begins again from the committed offsets; the receiver recognises records it has. */
  #beginAgain(why: string): void {
    this.#options.log.error({ why }, "delivery begins again at the committed offsets");
    this.#begin(this.assignments.map(({ kafkaTopic: topic, partition }) => ({ topic, partition })));
  }

  async #prepare(epoch: number): Promise<void> {
    const { journal, kafka, log, settings, inputTopics } = this.#options;
    for (let failed = 0; epoch === this.#epoch; failed += 1) {
      try {
        const { ids, present } = await inputTopics();
        const points = await findStartingPoints(kafka, settings.KAFKA_GROUP_ID, present, journal, ids);
        if (epoch === this.#epoch) this.#deliverFrom(points);
        return;
      } catch (error) {
        if (epoch !== this.#epoch) return;
        const why = errorText(error);
        const trouble = error instanceof JournalLost ? journalLost : `Delivery cannot begin yet: ${why}`;
        // Once is common: topics just made have no leader for a moment, a restarted coordinator is loading.
        if (trouble !== this.trouble && failed > 0) log.error({ why }, "delivery cannot begin; trying again");
        this.trouble = trouble;
        await sleep(waitMs(failed));
      }
    }
  }

  #deliverFrom({ born, offsets, retention }: StartingPoints): void {
    this.retention = retention;
    for (const offset of offsets) {
      const assignment = this.#assignments.get(`${offset.topic}/${offset.partition}`);
      if (assignment === undefined) continue;
      const { completed, high, moved, start, topicId } = offset;
      assignment.completed = completed;
      assignment.topicId = topicId;
      assignment.position = start;
      assignment.fetched = start;
      assignment.started = start;
      assignment.end = high;
      assignment.moved = moved;
      // The group is set back at once, because its present offset is no place in this partition.
      assignment.committed = moved === undefined ? start : start - 1n;
      if (moved !== undefined) this.#options.log.error({ topic: offset.topic, partition: offset.partition }, moved);
      this.#options.consumer()?.seek({ topic: offset.topic, partition: offset.partition, offset: String(start) });
    }
    const { journal } = this.#options;
    this.commits.begin(() => (born === undefined ? undefined : (journal.stamp?.() ?? born)));
    for (const assignment of this.assignments)
      if (assignment.moved !== undefined) this.commits.remember(assignment, assignment.started);
    this.trouble = undefined;
    this.receiver?.assigned(this.assignments);
    this.#ready = true;
    this.#applyPauses();
  }
}
