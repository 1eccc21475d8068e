/** The metadata of each committed offset. */
export interface CommitMetadata {
  /** The journal that remembers the work done up to there. */
  readonly born: string;
  /** The id of the topic: a topic that is deleted and created again has another id. */
  readonly topicId: string | undefined;
  /** Ranges completed beyond the offset (completed-offsets.ts); empty: nothing. */
  readonly completed: string;
}

/** The name of a journal that ends with its process: its offsets are valid for no other. */
export const memoryJournal = "memory";

const topicField = " topic=";
const completedField = " done=";

export const writeCommitMetadata = ({ born, completed, topicId }: CommitMetadata): string =>
  `${born}${completed === "" ? "" : completedField + completed}${topicId === undefined ? "" : topicField + topicId}`;

/** Undefined: none, as tools leave it that set offsets for an operator. */
export const readCommitMetadata = (text: string | null): CommitMetadata | undefined => {
  if (text === null || text === "") return undefined;
  const [head = "", topicId] = text.split(topicField);
  const [born = "", completed = ""] = head.split(completedField);
  return { born, topicId, completed };
};
