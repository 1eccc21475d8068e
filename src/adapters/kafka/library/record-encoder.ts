/** A record as kafkajs hands it over; headers may also be a list, in which names repeat and values are missing. */
export interface RecordFields {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Field;
  readonly value?: Field;
  readonly headers?: Readonly<Record<string, Field | readonly Field[]>> | readonly (readonly [string, Field])[];
}

type Field = Buffer | string | null | undefined;

/** The part of kafkajs's encoder that its batch uses for a record. */
interface Encoded {
  readonly buf: Buffer;
  readonly offset: number;
  readonly buffer: Buffer;
  size(): number;
}

/** Bytes of a number, zigzag in groups of seven bits (Kafka protocol, varint and varlong). */
const numberSize = (value: number): number => {
  let size = 1;
  for (let rest = value < 0 ? -2 * value - 1 : 2 * value; rest > 0x7f; rest = Math.floor(rest / 128)) size += 1;
  return size;
};

const lengthOf = (field: Buffer | string): number =>
  typeof field === "string" ? Buffer.byteLength(field) : field.length;

const fieldSize = (field: Field): number => {
  if (field === null || field === undefined) return 1;
  const length = lengthOf(field);
  return numberSize(length) + length;
};

const pairsOf = (headers: NonNullable<RecordFields["headers"]>): readonly (readonly [string, Field])[] => {
  if (Array.isArray(headers)) return headers;
  const pairs: (readonly [string, Field])[] = [];
  for (const [name, held] of Object.entries(headers as Record<string, Field | readonly Field[]>))
    if (Array.isArray(held)) for (const value of held) pairs.push([name, value]);
    else pairs.push([name, held as Field]);
  return pairs;
};

class Writer {
  readonly bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  number(value: number): void {
    // By arithmetic: a timestamp's distance has more than 32 bits.
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 0x80);
    this.byte(rest);
  }

  byte(value: number): void {
    this.bytes[this.#at++] = value;
  }

  field(field: Field): void {
    if (field === null || field === undefined) this.number(-1);
    else if (typeof field === "string") {
      this.number(Buffer.byteLength(field));
      this.#at += this.bytes.write(field, this.#at);
    } else {
      this.number(field.length);
      this.#at += field.copy(this.bytes, this.#at);
    }
  }
}

/**
 * Encodes one record (Kafka protocol, record v2) in one piece of memory; kafkajs takes two for each header and copies
 * them.
 */
export const encodeRecord = (fields: RecordFields): Encoded => {
  const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = fields;
  const pairs = pairsOf(headers);
  let size = 1 + numberSize(timestampDelta) + numberSize(offsetDelta) + fieldSize(key) + fieldSize(value);
  size += numberSize(pairs.length);
  for (const [name, held] of pairs) size += fieldSize(name) + fieldSize(held);
  const writer = new Writer(numberSize(size) + size);
  writer.number(size);
  writer.byte(0);
  writer.number(timestampDelta);
  writer.number(offsetDelta);
  writer.field(key);
  writer.field(value);
  writer.number(pairs.length);
  for (const [name, held] of pairs) {
    writer.field(name);
    writer.field(held);
  }
  const { bytes } = writer;
  return { buf: bytes, offset: bytes.length, buffer: bytes, size: () => bytes.length };
};
