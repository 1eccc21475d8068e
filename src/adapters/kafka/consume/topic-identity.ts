/**
 * Stands for the id of a topic whose brokers give it none (older than 2.8): the timestamp of the partition's first record.
 * A topic that is made anew begins with another record.
 */
export const firstRecordId = (timestamp: string): string => `first-${timestamp}`;

const isFirstRecordId = (id: string): boolean => id.startsWith("first-");

/** The facts about a topic when a partition of it is about to be read. */
interface Known {
  /** The id that the last commit carries. */
  readonly committed: string | undefined;
  /** The id that the brokers tell. */
  readonly told: string | undefined;
  /** The timestamp of the record at offset 0, where it is still there. */
  readonly first: string | undefined;
}

/** True where `first` decides. */
export const asksForFirstRecord = ({ committed, told }: Omit<Known, "first">): boolean =>
  committed === undefined ? told === undefined : isFirstRecordId(committed);

/**
 * The id under which a partition's offsets are known, and whether the topic was made again since the commit. A
 * committed id stays while nothing contradicts it, even once the brokers tell an id of another kind: a new id would
 * make new events of all events without an id of their own.
 */
export const identifyTopic = ({
  committed,
  told,
  first,
}: Known): { readonly id: string | undefined; isNew: boolean } => {
  const own = first === undefined ? undefined : firstRecordId(first);
  if (committed === undefined) return { id: told ?? own, isNew: false };
  const now = isFirstRecordId(committed) ? own : told;
  return now === undefined || now === committed ? { id: committed, isNew: false } : { id: told ?? own, isNew: true };
};
