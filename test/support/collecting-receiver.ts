import type { Assignment, EventReceiver, EventRecord } from "../../src/application/ports/event-source.js";

/** Keeps all that it is given. */
export class CollectingReceiver implements EventReceiver {
  assignments: readonly Assignment[] = [];
  /** How often assignments began. */
  beginnings = 0;
  readonly delivered: { readonly assignment: Assignment; readonly record: EventRecord }[] = [];

  assigned(assignments: readonly Assignment[]): void {
    this.assignments = assignments;
    this.beginnings += 1;
  }

  deliver(assignment: Assignment, records: readonly EventRecord[]): void {
    for (const record of records) this.delivered.push({ assignment, record });
  }

  get records(): readonly EventRecord[] {
    return this.delivered.map(({ record }) => record);
  }

  /** Values as text, of one topic or of all. */
  values(topic?: string): readonly string[] {
    return this.records
      .filter((record) => topic === undefined || record.topic === topic)
      .map(({ value }) => String(value));
  }

  assignmentOf(topic: string, partition = 0): Assignment {
    const found = this.assignments.find((one) => one.topic === topic && one.partition === partition);
    if (found === undefined) throw new Error(`${topic}/${partition} is not assigned`);
    return found;
  }
}
