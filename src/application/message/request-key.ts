import type { MessageClass } from "../../domain/message-class.js";
import type { Hashes } from "../ports/hashes.js";

/** Key of a request for one person: requests keep their order class by class, and no class waits for another. */
export const requestKey = (hashes: Hashes, to: string, of: MessageClass): string => hashes.keyed(`${to}\n${of}`);
