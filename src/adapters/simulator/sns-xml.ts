import type { SnsError } from "./sns-error.js";

/** XML 1.0 §2.2: control characters other than TAB, LF and CR can't be written at all. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`).replace(/[^\P{Cc}\t\n\r]/gu, "\u{fffd}");

/** The awsQuery protocol's namespace of Amazon SNS, API version 2010-03-31. */
const namespace = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';

export const resultXml = (action: string, inner: string, requestId: string): string =>
  `<${action}Response ${namespace}><${action}Result>${inner}</${action}Result>` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;

export const errorXml = ({ status, code, message }: SnsError, requestId: string): string =>
  `<ErrorResponse ${namespace}><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${escaped(code)}</Code>` +
  `<Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
