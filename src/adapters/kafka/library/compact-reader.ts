/** Reads answers of Kafka's flexible versions (KIP-482): lengths are one more than they say, and tagged fields end each part. */
export class CompactReader {
  readonly #answer: Buffer;
  #at = 0;

  constructor(answer: Buffer) {
    this.#answer = answer;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  bytes(count: number): Buffer {
    this.#at += count;
    return this.#answer.subarray(this.#at - count, this.#at);
  }

  int16(): number {
    this.#at += 2;
    return this.#answer.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#answer.readInt32BE(this.#at - 4);
  }

  int64(): bigint {
    this.#at += 8;
    return this.#answer.readBigInt64BE(this.#at - 8);
  }

  text(): string | null {
    const length = this.#number() - 1;
    return length < 0 ? null : this.bytes(length).toString("utf8");
  }

  list(item: () => void): void {
    for (let left = this.#number() - 1; left > 0; left -= 1) item();
  }

  tags(): void {
    for (let left = this.#number(); left > 0; left -= 1) {
      this.#number();
      this.skip(this.#number());
    }
  }

  #number(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#answer.readUInt8(this.#at);
      this.#at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }
}
