import { createHmac } from "node:crypto";
import fc from "fast-check";
import { v5 } from "uuid";
import { describe, expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";

const hashes = createHashes(Buffer.from("k".repeat(32)));
const other = createHashes(Buffer.from("l".repeat(32)));

describe("uuid", () => {
  /** Golden: ids of messages and events must be the same in every process and every version, or old texts go out again. */
  test.each([
    ["", "b5639228-fe73-5dbf-b4ae-d1826a0db8bb"],
    ["/shop\nevt-1\norder.created\ncustomer", "4561dfba-1b87-5f09-8065-dbc5eb8fd5b2"],
    ["/sms-service/http\nkey-1\nsms.requested\nrecipient", "34fabbda-19dc-50a9-8c15-6fbde15001b2"],
    ["नमस्ते", "f25b1289-94c1-5d72-802d-78c07dde3c7c"],
  ])("%j", (name, id) => expect(hashes.uuid(name)).toBe(id));

  test("is a version 5 of the RFC's variant, whatever the key", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(hashes.uuid(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(other.uuid(name)).toBe(hashes.uuid(name));
      }),
    ));

  test("is the one that the uuid package makes, of short names and of long ones", () => {
    const namespace = v5("sms-service", v5.URL);
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 4 }), fc.integer({ min: 250, max: 1_100 }))
        .map(([part, times]) => part.repeat(times)),
    );
    fc.assert(
      fc.property(name, (one) => {
        expect(hashes.uuid(one)).toBe(v5(one, namespace));
      }),
    );
  });
});

describe("keyed", () => {
  /** Golden: it is the key of records and of what Redis keeps; another value would lose both their order and their memory. */
  test.each([
    ["+919876543210", "DjLu3BLVVlG1QhAyP8fLDf"],
    ["", "pK2ONA4yvx2RYAXLHcknlR"],
  ])("%j", (value, hash) => expect(hashes.keyed(value)).toBe(hash));

  test("is the HMAC that OpenSSL makes, whatever the key and the value", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer({ min: 1_000, max: 3_000 }).map((times) => "ß".repeat(times)),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), value, (key, one) => {
        const hmac = createHmac("sha256", key).update(one).digest("base64url");
        expect(createHashes(Buffer.from(key)).keyed(one)).toBe(hmac.slice(0, 22));
      }),
    );
  });

  test("nobody can make it without the key; it tells nothing of the length", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        expect(hashes.keyed(value)).toMatch(/^[\w-]{22}$/);
        expect(other.keyed(value)).not.toBe(hashes.keyed(value));
      }),
    ));

  test("is the same whenever it is asked for, however many others were asked for since", () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => `+4475${10_000_000 + n}`);
    const first = numbers.map((number) => hashes.keyed(number));
    expect(new Set(first).size).toBe(numbers.length);
    expect(numbers.map((number) => hashes.keyed(number))).toEqual(first);
    expect(hashes.keyed("+919876543210")).toBe("DjLu3BLVVlG1QhAyP8fLDf");
  });
});
