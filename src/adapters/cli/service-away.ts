export class ServiceAway extends Error {
  override readonly name = "ServiceAway";
}

/** Done or not: nobody can tell from here. */
const maybeDone = "what was asked of it may be done nevertheless";
const distrusted =
  "shows a certificate that nobody known has signed; name the file of its authority, PEM, in NODE_EXTRA_CA_CERTS";
const brokenOff = `closed the connection before it answered; ${maybeDone}. An https address begins with https://`;

/** Codes of Node, of OpenSSL and of undici, of calls that ended without an answer: the service at an address … */
const sentences: Readonly<Record<string, string>> = {
  ENOTFOUND: "has a host name that is not known; look at --url or SMS_URL",
  EAI_AGAIN: "has a host name that cannot be looked up now; try again",
  DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
  SELF_SIGNED_CERT_IN_CHAIN: distrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
  CERT_HAS_EXPIRED: "shows a certificate that has expired; renew it",
  CERT_NOT_YET_VALID: "shows a certificate that is not valid yet; look at the clocks of both machines",
  ERR_TLS_CERT_ALTNAME_INVALID: "shows a certificate of another host; name that host with --url or SMS_URL",
  ERR_SSL_WRONG_VERSION_NUMBER: "speaks no TLS; write http:// instead of https://",
  ECONNRESET: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  HTTPParserError: "speaks no HTTP; look at the port in --url or SMS_URL",
};

const sentenceOf = (error: unknown): string | undefined => {
  const { cause, code, name } = (error ?? {}) as Readonly<Record<string, unknown>>;
  for (const word of [code, name]) {
    const sentence = typeof word === "string" && Object.hasOwn(sentences, word) ? sentences[word] : undefined;
    if (sentence !== undefined) return sentence;
  }
  return cause === undefined ? undefined : sentenceOf(cause);
};

const isLate = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

/** The reason why nothing was answered, with what to do. */
export const awayFrom = (base: string, error: unknown, deadlineMs: number): ServiceAway => {
  if (isLate(error))
    return new ServiceAway(`The service at ${base} did not answer within ${deadlineMs / 1_000} s; ${maybeDone}`);
  const sentence = sentenceOf(error);
  return new ServiceAway(
    sentence === undefined
      ? `No service answers at ${base}; start it with \`npm start\` or \`sms serve\`, or name another with --url or SMS_URL`
      : `${base} ${sentence}`,
  );
};
