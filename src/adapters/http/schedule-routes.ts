import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { CancelParked } from "../../application/delivery/cancel-parked.js";
import type { SchedulePlace } from "../../application/ports/schedule.js";
import type { ListScheduled } from "../../application/requests/list-scheduled.js";
import type { Caller } from "./keys.js";
import { problem, unknownMessage } from "./problem.js";
import { readBody } from "./read-body.js";

export interface ScheduleNeeds {
  readonly caller: Caller;
  readonly cancelParked: CancelParked;
  readonly listScheduled: ListScheduled;
}

const pageSize = 100;
const place = /^(\d{1,15})\.([0-9a-f-]{36})$/u;

const cursorOf = ({ at, messageId }: SchedulePlace): string =>
  Buffer.from(`${at.getTime()}.${messageId}`).toString("base64url");

const Page = z.strictObject({
  cursor: z
    .string()
    .max(100)
    .transform((cursor, context): SchedulePlace => {
      const [, ms, messageId] = place.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
      if (ms !== undefined && messageId !== undefined) return { at: new Date(Number(ms)), messageId };
      context.addIssue({ code: "custom", message: "must be the `next` of an earlier answer" });
      return z.NEVER;
    })
    .optional(),
});

/** Routes of the schedule: list the waiting messages, cancel one. */
export const scheduleRoutes = (server: FastifyInstance, needs: ScheduleNeeds): void => {
  const { caller, cancelParked, listScheduled } = needs;

  server.get("/v1/scheduled", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    const { messages, next } = await listScheduled(page.cursor, pageSize);
    return { messages, next: next && cursorOf(next) };
  });

  server.delete<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    if (caller(request, reply, "send") === undefined) return reply;
    const { id } = request.params;
    const cancelled = await cancelParked(id);
    switch (cancelled.kind) {
      case "unknown-message":
        return unknownMessage(reply);
      case "not-cancellable":
        return problem(
          reply,
          409,
          "not-cancellable",
          `Only what waits can be cancelled; this message is ${cancelled.state}`,
          undefined,
          { state: cancelled.state },
        );
      case "cancelled":
        return { messageId: id, state: "failed", reason: "cancelled" };
    }
  });
};
