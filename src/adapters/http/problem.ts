import type { FastifyReply } from "fastify";

export interface FieldFault {
  /** RFC 6901. */
  readonly pointer: string;
  readonly message: string;
}

/** Answers with an RFC 9457 document; `code` is the machine's word, `detail` the person's sentence. */
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
    .send({ type: "about:blank", title: code, status, detail, code, ...(errors === undefined ? {} : { errors }) });
