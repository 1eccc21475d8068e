import type { FastifyReply } from "fastify";
import type { z } from "zod";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import { jsonPointer } from "../../domain/json-pointer.js";
import { invalidBody } from "./problem.js";

/**
 * A body, or the parameters of a query, as its schema reads it; undefined where every fault was answered by its place:
 * answer with `reply`.
 */
export const readBody = <Schema extends z.ZodType>(
  reply: FastifyReply,
  schema: Schema,
  given: unknown,
): z.output<Schema> | undefined => {
  const read = schema.safeParse(given, { reportInput: true });
  if (read.success) return read.data;
  const { issues } = read.error;
  const unknown = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => jsonPointer([...issue.path, key])) : [],
  );
  const others = issues.filter(({ code }) => code !== "unrecognized_keys");
  invalidBody(reply, [
    ...schemaFaults(others, "the body").map(({ message, path }) => ({ pointer: jsonPointer(path), message })),
    ...unknown.map((pointer) => ({ pointer, message: "is no field of this body" })),
  ]);
  return undefined;
};
