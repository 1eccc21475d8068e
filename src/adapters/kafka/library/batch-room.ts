import { TooLarge } from "./too-large.js";

/** The limit of one batch's growth: far above what brokers take by default, far below what would end the process. */
export const mostBatchBytes = 32 * 1024 * 1024;

/**
 * The memory that all batches of one fetch share for their decompressed data. A batch that finds it unused may take
 * it all.
 */
export class BatchRoom {
  #left = mostBatchBytes;

  /**
   * Undefined: other batches have taken so much memory that this one must wait for the next fetch. Rejects as
   * `decompress` does.
   */
  async fill(decompress: (most: number) => Buffer | Promise<Buffer>): Promise<Buffer | undefined> {
    const taken = this.#left < mostBatchBytes;
    if (this.#left <= 0) return undefined;
    try {
      const bytes = await decompress(this.#left);
      this.#left -= bytes.length;
      return bytes;
    } catch (error) {
      if (error instanceof TooLarge && taken) return undefined;
      throw error;
    }
  }
}
