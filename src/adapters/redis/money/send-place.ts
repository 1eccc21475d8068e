import type { SendMoney } from "../../../application/ports/money-ledger.js";
import { bookKeys } from "./book-keys.js";

/** The names of one send in Redis. */
interface SendPlace {
  readonly id: string;
  /** Among the settled ones. */
  readonly name: Buffer;
  readonly keys: readonly string[];
}

/**
 * The place of a settled send: one of many hashes, chosen by the UUID's bits, and in it a field of the UUID's bytes and
 * the number of the send. A hash has at most 128 fields, at 1,700 texts a second, so that Redis keeps it packed.
 */
export const sendPlace = ({ books, messageId, send }: SendMoney): SendPlace => {
  const digits = messageId.replaceAll("-", "");
  const bits = Number.parseInt(digits.slice(0, 4), 16);
  const place = Number.isNaN(bits) ? 0 : bits % 8_192;
  const bytes = digits.length === 32 ? Buffer.from(digits, "hex") : Buffer.from(messageId);
  const common = ["held", "held-at", "ended", "ended-at", "pending"];
  return {
    id: `${messageId}/${send}`,
    name: Buffer.concat([bytes, Buffer.from(`/${send}`)]),
    keys: [...bookKeys(books), ...common, `settled:${place}:a`, `settled:${place}:b`],
  };
};
