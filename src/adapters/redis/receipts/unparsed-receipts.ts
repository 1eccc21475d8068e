import { ownRecord } from "../../../domain/own-record.js";
import { whereReadable } from "../../../domain/where-readable.js";
import { receiptsComeMs } from "../../../application/ports/receipt-index.js";
import type { Sealing } from "../../../application/ports/sealing.js";
import {
  longestUnparsed,
  mostUnparsed,
  type UnparsedReceipt,
  type UnparsedReceipts,
} from "../../../application/ports/unparsed-receipts.js";
import type { RedisClient } from "../server/client.js";
import { unparsedAllScript, unparsedListScript, unparsedRemoveScript, unparsedScript } from "./receipt-scripts.js";

/** JSON knows no instants. */
type Sealed = Omit<UnparsedReceipt, "at"> & { readonly at: string };
const sealedFields = { at: "string", cause: "string", text: "string" } as const;

interface UnparsedNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly namespace: string;
  readonly sealing: Sealing;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

const context = "unparsed-receipt";

/** In Redis, sealed: such a line may hold a number. */
export const createRedisUnparsedReceipts = (needs: UnparsedNeeds): UnparsedReceipts => {
  const { client, namespace, sealing, clock = () => "0" } = needs;
  const key = `{${namespace}:rc}:unparsed-lines`;
  const receiptFrom = (sealed: Buffer): UnparsedReceipt | undefined => {
    const opened = sealing.open(sealed, context);
    const read =
      opened && whereReadable(() => ownRecord<Sealed>("a receipt nobody could read", String(opened), sealedFields));
    return read && { ...read, at: new Date(read.at) };
  };
  return {
    keep: async (unparsed) => {
      const text = unparsed.text.slice(0, longestUnparsed);
      const sealed = sealing.seal(JSON.stringify({ ...unparsed, text }), context);
      await client.evaluate(unparsedScript, [key], [clock(), sealed, String(mostUnparsed), String(receiptsComeMs)]);
    },
    list: async (limit) => {
      const args = [clock(), String(limit), String(receiptsComeMs)];
      const found = (await client.evaluate(unparsedListScript, [key], args, { buffers: true })) as Buffer[];
      return found.flatMap((sealed) => receiptFrom(sealed) ?? []);
    },
    forget: async (theirs) => {
      const all = (await client.evaluate(unparsedAllScript, [key], [], { buffers: true })) as Buffer[];
      const found = all.filter((sealed) => {
        const receipt = receiptFrom(sealed);
        return receipt !== undefined && theirs(receipt.text);
      });
      return found.length === 0 ? 0 : Number(await client.evaluate(unparsedRemoveScript, [key], found));
    },
  };
};
