import type { GatewayText } from "../../application/ports/sms-gateway.js";
import { attributesOf } from "./attributes-of.js";

/** RFC 3986 §2.3 names the characters that stay as they are; `encodeURIComponent` leaves five more. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A Publish in AWS' query protocol, byte for byte as the SDK writes it. */
export const publishBody = (text: GatewayText): string => {
  let body = `Action=Publish&Version=2010-03-31&Message=${escaped(text.text)}&PhoneNumber=${escaped(text.to)}`;
  let at = 0;
  for (const [name, value] of attributesOf(text)) {
    const entry = `&MessageAttributes.entry.${++at}`;
    body += `${entry}.Name=${name}${entry}.Value.DataType=String${entry}.Value.StringValue=${escaped(value)}`;
  }
  return body;
};
