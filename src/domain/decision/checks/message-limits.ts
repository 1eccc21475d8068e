import type { Refusal } from "../refusal.js";
import type { Encoding } from "../../text/text.js";

/** Amazon SNS, Publish to a phone number: at most 1,600 characters and 1,600 bytes; longer UCS-2 is not sent whole. */
const limits = { codePoints: 1_600, bytes: 1_600, ucs2Units: 630 } as const;
/** A UTF-16 unit is at most three bytes of UTF-8, so a text this long is within every limit. */
const surelyFits = 500;

const measured = (text: string): { readonly codePoints: number; readonly bytes: number } => {
  let codePoints = 0;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const point = text.codePointAt(index)!;
    if (point > 0xffff) index++;
    codePoints++;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return { codePoints, bytes };
};

/** The refusal of a text that Amazon SNS would not take whole, or undefined; `encoding` is that of `segmentsOf(text)`. */
export const messageLimitRefusal = (text: string, encoding: Encoding): Refusal | undefined => {
  if (text.length <= surelyFits) return undefined;
  const { codePoints, bytes } = measured(text);
  const over =
    codePoints > limits.codePoints
      ? `${codePoints} characters, above the ${limits.codePoints}`
      : bytes > limits.bytes
        ? `${bytes} bytes of UTF-8, above the ${limits.bytes}`
        : encoding === "UCS-2" && text.length > limits.ucs2Units
          ? `${text.length} UCS-2 units, above the ${limits.ucs2Units}`
          : undefined;
  return over === undefined
    ? undefined
    : {
        reason: "message-too-long",
        detail: `The text has ${over} that one message may have at the gateway; shorten it or send several messages.`,
      };
};
