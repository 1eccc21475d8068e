/** A header to write: its name may repeat, and its value may be missing. */
export type OutgoingHeader = readonly [name: string, value: Buffer | string | null];

/** A record as it is given to kafkajs; its own encoder would know no list of headers (`record-encoder`). */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: readonly OutgoingHeader[];
  readonly timestamp?: string;
}

const lengthOf = (bytes: Buffer | string | null): number => (bytes === null ? 0 : Buffer.byteLength(bytes));

/** About how many bytes it takes in a request. */
export const sizeOf = ({ key, value, headers = [] }: OutgoingRecord): number => {
  let size = 100 + lengthOf(value) + lengthOf(key);
  for (const [name, held] of headers) size += name.length + lengthOf(held);
  return size;
};
