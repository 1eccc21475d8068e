import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** Hides values in Redis from readers without `SMS_HASH_KEY`. */
export interface Sealing {
  /** `context` names the content and its owner (`outcome:<id>`): it opens only under the same. */
  seal(plain: string | Buffer, context: string): Buffer;
  /** Undefined where it was sealed under another key or context, or was altered. */
  open(sealed: Buffer, context: string): Buffer | undefined;
}

const version = 1;
const saltBytes = 16;
const counterBytes = 6;
const tagBytes = 16;
const headBytes = 1 + saltBytes + counterBytes;
const algorithm = "aes-256-gcm";

/**
 * AES-256-GCM. Each process seals under a key of its own, HKDF (RFC 5869) of the hash key and the process's random salt, so
 * that its nonce can be a counter: random nonces under one key for ever would reach NIST SP 800-38D's bound of 2³² (§8.3).
 * Layout: version, salt (16), counter (6), ciphertext, tag (16).
 */
export const createSealing = (hashKey: string): Sealing => {
  const keys = new Map<string, KeyObject>();
  const keyOf = (salt: Buffer): KeyObject => {
    const name = salt.toString("latin1");
    const known = keys.get(name);
    if (known !== undefined) return known;
    // Bytes would be made one of these by every cipher, which takes a quarter of its time.
    const key = createSecretKey(Buffer.from(hkdfSync("sha256", hashKey, salt, "sms-service/sealed/1", 32)));
    if (keys.size >= 1_000) keys.clear();
    keys.set(name, key);
    return key;
  };
  const nonceOf = (counter: Buffer): Buffer => Buffer.concat([Buffer.alloc(12 - counterBytes), counter]);

  const ownSalt = randomBytes(saltBytes);
  const ownKey = keyOf(ownSalt);
  const ownHead = Buffer.concat([Buffer.from([version]), ownSalt]);
  let sealedSoFar = 0;

  return {
    seal: (plain, context) => {
      const counter = Buffer.alloc(counterBytes);
      counter.writeUIntBE(sealedSoFar, 0, counterBytes);
      sealedSoFar += 1;
      const cipher = createCipheriv(algorithm, ownKey, nonceOf(counter)).setAAD(Buffer.from(context));
      const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
      cipher.final();
      return Buffer.concat([ownHead, counter, body, cipher.getAuthTag()]);
    },
    open: (sealed, context) => {
      if (sealed.length < headBytes + tagBytes || sealed[0] !== version) return undefined;
      const key = keyOf(sealed.subarray(1, 1 + saltBytes));
      const nonce = nonceOf(sealed.subarray(1 + saltBytes, headBytes));
      const tagAt = sealed.length - tagBytes;
      const decipher = createDecipheriv(algorithm, key, nonce).setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(tagAt));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(headBytes, tagAt)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
};
