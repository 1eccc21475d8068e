import type { FastifyReply } from "fastify";
import type { FieldFault } from "../../application/requests/field-fault.js";
import type { FailureReason } from "../../domain/decision/failure-reason.js";
import { shownText } from "../../domain/text/shown-text.js";
import { doorWords } from "./door-words.js";
import { failureWords } from "./failure-words.js";
import type { ProblemWord } from "./problem-word.js";

export type ProblemCode = FailureReason | keyof typeof doorWords;

/** Every word that a document's `code`, or an outcome's `reason`, may be; each has its place on the page of problems. */
export const problemWords: Readonly<Record<ProblemCode, ProblemWord>> = { ...doorWords, ...failureWords };

/** No sentence of the service is longer, so only words that others wrote are cut. */
const longestDetail = 2_000;

/**
 * Answers with an RFC 9457 document: `type` is the address of the word's own page, `code` the machine's word, `detail` the
 * person's sentence.
 */
export const problem = (
  reply: FastifyReply,
  status: number,
  code: ProblemCode,
  detail: string,
  errors?: readonly FieldFault[] | undefined,
  /** RFC 9457 §3.2: what a program reads beside the sentence. */
  more: Readonly<Record<string, string>> = {},
): FastifyReply =>
  reply
    .code(status)
    .type("application/problem+json")
    .send({
      type: `/docs/problems#${code}`,
      title: problemWords[code].title,
      ...{ status, detail: shownText(detail, longestDetail), code },
      ...(errors === undefined
        ? {}
        : { errors: errors.map((fault) => ({ ...fault, message: shownText(fault.message, longestDetail) })) }),
      ...more,
    });

/** A body that breaks its schema: every faulty field at once. */
export const invalidBody = (reply: FastifyReply, faults: readonly FieldFault[]): FastifyReply =>
  problem(reply, 422, "invalid-event", "The body breaks its schema; every faulty field is in `errors`", faults);

export const unknownMessage = (reply: FastifyReply): FastifyReply =>
  problem(reply, 404, "not-found", "The journal knows no message of this id, or has forgotten it");
