import { hkdfSync } from "node:crypto";

/** Tells one `SMS_HASH_KEY` from another, and nothing of either. */
export const keyPrint = (hashKey: string): string =>
  Buffer.from(hkdfSync("sha256", hashKey, "", "sms-service/print/1", 9)).toString("base64url");
