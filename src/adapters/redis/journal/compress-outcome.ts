import { constants, createDeflateRaw, deflateRawSync, inflateRawSync } from "node:zlib";
import { outcomeWords } from "./outcome-words.js";

/** A window of 8 KiB holds the words and an outcome; zlib's own sizes would take 256 KiB for each. */
const options = { level: 1, windowBits: 13, memLevel: 3, dictionary: outcomeWords };

type Compress = (plain: Buffer) => Buffer;

const oneShot: Compress = (plain) => deflateRawSync(plain, options);

/** Inside Node's zlib streams, from Node 8 to 24; npm's own minizlib lives on it too. */
interface Inside {
  readonly _handle?: {
    reset(): void;
    writeSync(flush: number, from: Buffer, at: number, length: number, to: Buffer, toAt: number, room: number): void;
  };
  /** Room left, bytes left. */
  readonly _writeState?: Uint32Array;
}

/**
 * One stream for all outcomes: `deflateRawSync` makes and forgets one for each call, which costs more than the
 * compression.
 */
const kept = (): Compress | undefined => {
  const { _handle: handle, _writeState: left } = createDeflateRaw(options) as unknown as Inside;
  if (handle === undefined || left === undefined) return undefined;
  let output = Buffer.allocUnsafe(16 * 1_024);
  return (plain) => {
    // Deflate adds 5 bytes for each 16 KiB that it cannot compress (RFC 1951 §3.2.4), and a little for the attempt.
    if (output.length < plain.length + 1_024) output = Buffer.allocUnsafe(2 * plain.length + 1_024);
    handle.reset();
    handle.writeSync(constants.Z_FINISH, plain, 0, plain.length, output, 0, output.length);
    if (left[1] !== 0 || left[0] === 0) return oneShot(plain);
    return Buffer.from(output.subarray(0, output.length - left[0]!));
  };
};

/** True if it twice gives output that can be read again. */
const works = (compress: Compress): boolean => {
  const samples = ["", '{"rule":"number","verdict":"pass"}', outcomeWords.toString().repeat(20)].map((text) =>
    Buffer.from(text),
  );
  try {
    return [...samples, ...samples].every((plain) => inflateRawSync(compress(plain), options).equals(plain));
  } catch {
    return false;
  }
};

const reused = kept();

/** Raw deflate (RFC 1951) with the words as its dictionary. */
export const compressOutcome: Compress = reused !== undefined && works(reused) ? reused : oneShot;
