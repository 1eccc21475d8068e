/** The service cannot be asked with this address, or this key: bad usage, and no service that is away. */
export class BadReach extends Error {
  override readonly name = "BadReach";
}
