import { isJsonObject, type JsonObject } from "../json-object.js";
import type { Addressee, Receipt } from "./receipt.js";

/** The reason why a line is no receipt. */
export type Unread = "not-json" | "no-message-id" | "unknown-status" | "no-time";

export type ReadReceipt =
  | { readonly kind: "receipt"; readonly receipt: Receipt; readonly addressee: Addressee | undefined }
  /** The receipt tells of a text that is still on its way. */
  | { readonly kind: "early" }
  | { readonly kind: "unread"; readonly cause: Unread };

/** Longer ids are none of a provider we know; control characters would let one id look like another. */
const idShape = /^[\x21-\x7e]{1,200}$/u;

export const idFrom = (value: unknown): string | undefined =>
  typeof value === "string" && idShape.test(value) ? value : undefined;

export const objectFrom = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

export const textFrom = (value: unknown, longest: number): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, longest) : null;

export const countFrom = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value < 1_000 ? value : null;

export const parsedFrom = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A carrier's name; digits enough for a number are cut out of it. */
export const carrierFrom = (value: unknown): string | null =>
  textFrom(value, 64)?.replace(/\+?\d[\d\s().-]{6,}\d/gu, "…") ?? null;
