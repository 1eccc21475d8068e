import { enter, freshRecord, type JournalRecord, type Stepped } from "./journal-record.js";

export type ReceiveAnswer =
  | { readonly kind: "new" }
  | { readonly kind: "repeated"; readonly published: boolean }
  | { readonly kind: "conflict" };

/** A door takes a message, or meets it again. Redis runs the same rule: adapters/redis/journal/receive.lua. */
export const receiveStep = (
  record: JournalRecord | undefined,
  { digest }: { readonly digest: string },
  now: number,
): Stepped<ReceiveAnswer> => {
  if (record === undefined)
    return { record: enter({ ...freshRecord, digest }, "received", now), answer: { kind: "new" } };
  if (record.digest !== undefined && record.digest !== digest) return { record, answer: { kind: "conflict" } };
  const answer = { kind: "repeated", published: record.state !== "received" } as const;
  return { record: record.digest === undefined ? { ...record, digest } : record, answer };
};
