/** The metadata of each committed offset. */
export interface CommitMetadata {
  /** The journal that remembers the work done up to there. */
  readonly born: string;
  /** The id of the topic: a topic that is deleted and created again has another id. */
  readonly topicId: string | undefined;
}

/** The name of a journal that ends with its process: its offsets are valid for no other. */
export const memoryJournal = "memory";

const topicField = " topic=";

export const writeCommitMetadata = ({ born, topicId }: CommitMetadata): string =>
  topicId === undefined ? born : `${born}${topicField}${topicId}`;

/** Undefined: none, as tools leave it that set offsets for an operator. */
export const readCommitMetadata = (text: string | null): CommitMetadata | undefined => {
  if (text === null || text === "") return undefined;
  const [born = "", topicId] = text.split(topicField);
  return { born, topicId };
};
