/** Bad usage that shows as a command runs: an address, a key or a number that can be none. */
export class BadUsage extends Error {
  override readonly name = "BadUsage";
}
