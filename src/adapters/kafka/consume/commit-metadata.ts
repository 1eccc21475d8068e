/** The metadata of each committed offset. */
export interface CommitMetadata {
  /** The journal that remembers what was done up to there. */
  readonly born: string;
  /** Which topic it was: one that is deleted and made again has another id. */
  readonly topicId: string | undefined;
}

/** Stands for a journal that ends with its process: its offsets are no other's. */
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
