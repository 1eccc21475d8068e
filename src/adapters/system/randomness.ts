import { randomInt, randomUUID } from "node:crypto";
import type { Randomness } from "../../application/ports/randomness.js";

/** `randomInt` rejects uneven draws, so no value is likelier than another. */
export const systemRandomness: Randomness = {
  below: (bound) => randomInt(bound),
  uuid: () => randomUUID(),
};
