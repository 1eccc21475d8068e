import type { GatewayAnswer } from "../../application/ports/sms-gateway.js";

/** The known facts of a failed Publish. */
export interface Failure {
  /** The error's name (SNS' error code, or the SDK's or Node's own) and, where there is one, Node's `code`. */
  readonly name: string;
  readonly code?: string | undefined;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** True if any of the request may have left this machine. */
  readonly written: boolean;
  /** True if the caller ended the call. */
  readonly aborted?: boolean;
  /** The parameter SNS complains of; a bare word. */
  readonly parameter?: string | undefined;
}

type Verdict = "throttled" | "unreachable" | "ambiguous" | "rejected" | "misconfigured";

interface Row {
  readonly names?: RegExp;
  readonly statuses?: (status: number) => boolean;
  readonly verdict: Verdict;
}

const between = (from: number, to: number) => (status: number) => status >= from && status <= to;

/**
 * The five classes of a call that was answered: the first matching row counts. Server errors come before names,
 * because a 5xx of any code leaves open if the text was taken; only throttling and 503 rule it out.
 */
const answered: readonly Row[] = [
  { names: /^(?:Throttl|TooManyRequests|RequestThrottl|RequestLimitExceeded|SlowDown)/u, verdict: "throttled" },
  { statuses: (status) => status === 429, verdict: "throttled" },
  { statuses: (status) => status === 503, verdict: "unreachable" },
  { statuses: (status) => status < 300 || status === 408 || status >= 500, verdict: "ambiguous" },
  { names: /^(?:InvalidParameter|ParameterValueInvalid|Validation|OptedOut|UserError)/u, verdict: "rejected" },
  {
    names:
      /^(?:Auth|AccessDenied|InvalidSecurity|InvalidClientTokenId|UnrecognizedClient|Signature|IncompleteSignature|MissingAuthentication|InvalidAccessKey|Expired|RequestExpired|RequestTimeTooSkewed|OptInRequired|InvalidAction|KMS|NotFound|ResourceNotFound)/u,
    verdict: "misconfigured",
  },
  { statuses: between(300, 399), verdict: "misconfigured" },
  {
    statuses: (status) => [401, 403, 404, 405, 407].includes(status),
    verdict: "misconfigured",
  },
  { statuses: between(400, 499), verdict: "rejected" },
];

/** Errors of SNS' own side, by name (SNS API reference, Publish and common errors). */
const serverErrors =
  /^(?:InternalError|InternalFailure|ServiceUnavailable|PlatformApplicationDisabled|EndpointDisabled|SyntaxError)/u;

/** The SDK gave up before it had a request to send. */
const unsendable = /^(?:CredentialsProvider|TokenProvider|ProviderError|EndpointError|InvalidSignature)/u;

const fits = (failure: Failure) => (row: Row) =>
  (row.names?.test(failure.name) ?? true) && (row.statuses?.(failure.status ?? 0) ?? true);

const verdictOf = (failure: Failure): Verdict => {
  if (failure.status !== undefined) return answered.find(fits(failure))?.verdict ?? "ambiguous";
  if (failure.written) return "ambiguous";
  return unsendable.test(failure.name) ? "misconfigured" : "unreachable";
};

/** A word of the SDK, of Node, or of the rows above. An answer may name its error as it likes, with a number in it. */
const shownName = ({ name, status }: Failure): string => {
  const isKnown = status === undefined || answered.some(({ names }) => names?.test(name)) || serverErrors.test(name);
  return isKnown && /^[A-Za-z.]{1,60}$/u.test(name) ? name : "an error of no known name";
};

/** Names and numbers only: SNS' own messages quote the phone number. */
const detailOf = (failure: Failure): string => {
  const { name, code, status, parameter, written } = failure;
  return [
    code !== undefined && code !== name && /^[A-Z_]{1,40}$/u.test(code)
      ? `${shownName(failure)} ${code}`
      : shownName(failure),
    status === undefined
      ? written
        ? "after the request was written"
        : "before the request was written"
      : `HTTP ${status}`,
    ...(parameter === undefined ? [] : [`parameter ${parameter}`]),
  ].join(", ");
};

export const classify = (failure: Failure): Exclude<GatewayAnswer, { kind: "accepted" }> => {
  const detail = detailOf(failure);
  if (failure.aborted === true && failure.status === undefined && !failure.written) {
    return { kind: "not-accepted", cause: "aborted", detail };
  }
  const verdict = verdictOf(failure);
  switch (verdict) {
    case "throttled":
    case "unreachable":
      return { kind: "not-accepted", cause: verdict, detail };
    case "ambiguous":
      return { kind: "ambiguous", detail };
    case "rejected":
    case "misconfigured":
      return { kind: verdict, code: shownName(failure), detail };
  }
};
