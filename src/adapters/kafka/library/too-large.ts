/** Compressed data would grow beyond the room for it. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
  constructor(most: number) {
    super(`more than ${most} bytes once decompressed`);
  }
}
