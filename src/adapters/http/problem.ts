import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import type { FieldFault } from "../../application/requests/field-fault.js";

/**
 * Answers with an RFC 9457 document; `code` is the machine's word, `detail` the person's sentence. With the type about:blank
 * the title is HTTP's own phrase (§4.2.1).
 */
export const problem = (
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  errors?: readonly FieldFault[] | undefined,
): FastifyReply =>
  reply
    .code(status)
    .type("application/problem+json")
    .send({
      type: "about:blank",
      title: STATUS_CODES[status] ?? code,
      ...{ status, detail, code },
      ...(errors === undefined ? {} : { errors }),
    });

/** A body that breaks its schema: every faulty field at once. */
export const invalidBody = (reply: FastifyReply, faults: readonly FieldFault[]): FastifyReply =>
  problem(reply, 422, "invalid-event", "The body breaks its schema; every faulty field is in `errors`", faults);

export const unknownMessage = (reply: FastifyReply): FastifyReply =>
  problem(reply, 404, "not-found", "The journal knows no message of this id, or has forgotten it");
