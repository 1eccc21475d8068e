import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ReadAudit } from "../../application/operators/read-audit.js";
import type { RecordAction } from "../../application/operators/record-action.js";
import type { Hashes } from "../../application/ports/hashes.js";
import { auditedAction } from "./audited-action.js";
import type { Caller } from "./keys.js";
import { readBody } from "./read-body.js";

export interface AuditNeeds {
  readonly caller: Caller;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly readAudit: ReadAudit;
  readonly recordAction: RecordAction;
}

const pageSize = 100;
const Page = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/u, "must be the `next` of an earlier answer")
    .optional(),
});

/** The trail of operators' actions: read it, verify its chain. Scope admin. */
export const auditRoutes = (server: FastifyInstance, { caller, readAudit }: AuditNeeds): void => {
  server.get("/v1/audit", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    const { cursor } = page;
    const { entries, next } = await readAudit.page(cursor === undefined ? undefined : Number(cursor), pageSize);
    return {
      entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
      next: next?.toString(),
    };
  });

  server.get("/v1/audit/verify", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    return readAudit.verify();
  });
};

/**
 * Records every operator's action from now on, whichever route it takes, that succeeds, or that failed on the service's side:
 * then it may have been done all the same. Answers a `Caller` that remembers who called.
 */
export const auditActions = (
  server: FastifyInstance,
  { caller, defaultCountry, hashes, recordAction }: Omit<AuditNeeds, "readAudit">,
): Caller => {
  const callers = new WeakMap<FastifyRequest, string>();
  // Before the answer leaves: who reads it can find the action in the trail.
  server.addHook("onSend", async (request, reply) => {
    const who = callers.get(request);
    const { statusCode: status } = reply;
    if (who === undefined || (status >= 400 && status < 500)) return;
    const action = auditedAction(request, who, { defaultCountry, keyed: (value) => hashes.keyed(value) });
    if (action === undefined) return;
    const details = { ...action.details, ...(status < 500 ? {} : { status: String(status) }) };
    await recordAction({ ...action, details });
  });
  return (request, reply, scope) => {
    const who = caller(request, reply, scope);
    if (who !== undefined) callers.set(request, who);
    return who;
  };
};
