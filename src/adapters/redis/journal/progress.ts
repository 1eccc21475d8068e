import { shards } from "./shards.js";

/**
 * The highest sequence seen of each shard. It exposes a server that lost acknowledged writes: a replica that was
 * behind, a disk that was put back. It goes with every commit of offsets, so that it outlives the process.
 */
export interface Progress {
  of(tag: string): number;
  seen(tag: string, sequence: number): void;
  /** Takes over another worker's progress, from its text. */
  learn(text: string): void;
  /** Forgets all: a loss was accepted. */
  forget(): void;
  /** All of it, as text: base 36, shard by shard. */
  text(): string;
  /** True if each shard is at the place this text names, or beyond it. */
  isAtLeast(text: string, sequences: readonly number[]): boolean;
}

const radix = 36;

export const createProgress = (): Progress => {
  const highest = new Map<string, number>();
  const of = (tag: string): number => highest.get(tag) ?? 0;
  const seen = (tag: string, sequence: number): void => {
    if (sequence > of(tag)) highest.set(tag, sequence);
  };
  const read = (text: string): readonly number[] =>
    text === "" ? [] : text.split(".").map((known) => Number.parseInt(known, radix));
  return {
    of,
    seen,
    learn: (text) => {
      for (const [at, known] of read(text).entries()) if (shards[at] !== undefined) seen(shards[at], known);
    },
    forget: () => highest.clear(),
    text: () => shards.map((shard) => of(shard).toString(radix)).join("."),
    isAtLeast: (text, sequences) => read(text).every((known, at) => known <= (sequences[at] ?? 0)),
  };
};
