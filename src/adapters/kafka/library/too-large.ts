/** What is compressed would grow beyond what there is room for. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
  constructor(most: number) {
    super(`more than ${most} bytes once decompressed`);
  }
}
