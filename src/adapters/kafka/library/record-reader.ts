const cutShort = () => new Error("a record is cut short");

/** Reads the fields of Kafka's records (Kafka protocol, record v2), never beyond the end. */
export class RecordReader {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw cutShort();
    return byte;
  }

  /** A zigzag number of 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Error("a number is longer than 32 bits");
  }

  /** A zigzag number of 64 bits. */
  varlong(): bigint {
    const start = this.at;
    // Nearly all are short, and numbers take a fraction of a bigint's time.
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1));
    }
    this.at = start;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new Error("a number is longer than 64 bits");
  }

  /** Reads as many bytes as the length before them says; a negative length is null. Shares memory with the whole. */
  sized(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.bytes.subarray(this.at, this.#skip(length));
  }

  /** Skips a sized field; answers its length. */
  skipSized(): number {
    const length = this.varint();
    if (length > 0) this.#skip(length);
    return Math.max(0, length);
  }

  name(): string {
    const length = this.varint();
    if (length < 0) throw new Error("a header has no name");
    const start = this.at;
    return this.bytes.toString("utf8", start, this.#skip(length));
  }

  #skip(length: number): number {
    this.at += length;
    if (this.at > this.bytes.length) throw cutShort();
    return this.at;
  }
}
