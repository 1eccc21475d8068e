import type { Hashes } from "../ports/hashes.js";

/** The id of one message: the same event, notification and role always give the same one. */
export const messageId = (hashes: Hashes, identity: string, topic: string, recipient: string): string =>
  hashes.uuid(`${identity}\n${topic}\n${recipient}`);
