export interface Hashes {
  /** UUIDv5 of `name` in this service's own namespace: the same name gives the same id in every process, for ever. */
  uuid(name: string): string;
  /** Keyed hash (HMAC-SHA-256 under `SMS_HASH_KEY`, 22 characters of base64url) of a number or any other personal value. */
  keyed(value: string): string;
}
