import type { Problem } from "./answers.js";

/** An answer of the service that refuses the question. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** Calls that are refused because nobody is signed in. */
let signedOut: () => void = () => undefined;
export const whenSignedOut = (act: () => void): void => {
  signedOut = act;
};
/** A call was refused because the session is over. */
export const expire = (): void => signedOut();

const words = ({ detail, errors = [] }: Partial<Problem>, status: number): string => {
  const faults = errors.map(({ pointer, message }) => `${pointer.replace(/^\//u, "")} ${message}`.trim());
  return faults.length > 0 ? faults.join("; ") : (detail ?? `The service answered ${status}`);
};

/**
 * One call of the API; addresses are relative, so that the console works below any path. A file is the body as it is;
 * `why` goes into the audit.
 */
export const ask = async <Answer>(method: string, path: string, body?: unknown, why = ""): Promise<Answer> => {
  const type = body instanceof Blob ? "text/csv" : "application/json";
  const answer = await fetch(path, {
    method,
    cache: "no-store",
    headers: {
      "x-sms-console": "1",
      ...(body === undefined ? {} : { "content-type": type }),
      ...(why === "" ? {} : { "audit-reason": encodeURIComponent(why) }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused(0, "unavailable", "The service does not answer");
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") === true;
  if (answer.ok || answer.status === 300) return (isJson ? JSON.parse(text) : text) as Answer;
  if (answer.status === 401 && !path.startsWith("session")) signedOut();
  const problem = (isJson ? JSON.parse(text) : {}) as Partial<Problem>;
  throw new Refused(answer.status, problem.code ?? "internal", words(problem, answer.status));
};
