import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { ChangeAccount } from "../../application/operators/change-account.js";
import type { ReadAccount } from "../../application/operators/read-account.js";
import { AccountRefused } from "../../application/ports/sms-account.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface AccountNeeds {
  readonly caller: Caller;
  readonly changeAccount: ChangeAccount;
  readonly readAccount: ReadAccount;
}

const longest = 1_000;
const text = z.string("must be a string").max(longest);
/** A limit or a percentage is written as a number, too. */
const Attributes = z
  .record(z.string().max(100), z.union([text, z.int().transform(String)]))
  .refine((given) => Object.keys(given).length > 0, "must name an attribute, such as MonthlySpendLimit");
const Whose = z.strictObject({ to: text });
const Added = z.strictObject({ to: text, language: text.optional() });
const Verified = z.strictObject({ to: text, code: text });
const Page = z.strictObject({ cursor: z.string().max(4_000).optional() });

/** Answers what the account refuses; anything else is thrown on. */
const orRefused = async <Answer>(reply: FastifyReply, of: Promise<Answer>): Promise<Answer | FastifyReply> => {
  try {
    return await of;
  } catch (error) {
    if (!(error instanceof AccountRefused)) throw error;
    return problem(reply, 409, "account-refused", `The provider refused it, and nothing changed: ${error.message}`);
  }
};

/** The gateway's account: its attributes, and the numbers of its sandbox. Scope admin. */
export const accountRoutes = (server: FastifyInstance, { caller, changeAccount, readAccount }: AccountNeeds): void => {
  server.get("/v1/account", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    return readAccount();
  });

  server.patch("/v1/account/attributes", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const given = readBody(reply, Attributes, request.body);
    if (given === undefined) return reply;
    const change = async () => {
      const faults = await changeAccount.attributes(given);
      return faults.length > 0 ? invalidBody(reply, faults) : readAccount();
    };
    return orRefused(reply, change());
  });

  server.get("/v1/account/sandbox-numbers", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    return orRefused(reply, changeAccount.sandboxNumbers(page.cursor));
  });

  const changing = <Body>(schema: z.ZodType<Body>, status: number, of: (body: Body) => Promise<object>) => {
    return async (request: Parameters<Caller>[0], reply: FastifyReply) => {
      if (caller(request, reply, "admin") === undefined) return reply;
      const given = readBody(reply, schema, request.body);
      if (given === undefined) return reply;
      const change = async () => {
        const done = await of(given);
        if (Array.isArray(done)) return invalidBody(reply, done);
        if (status === 201) reply.header("location", "/v1/account/sandbox-numbers");
        return reply.code(status).send(done);
      };
      return orRefused(reply, change());
    };
  };
  server.post(
    "/v1/account/sandbox-numbers",
    changing(Added, 201, ({ to, language }) => changeAccount.add(to, language)),
  );
  server.post(
    "/v1/account/sandbox-numbers/verify",
    changing(Verified, 200, ({ to, code }) => changeAccount.verify(to, code)),
  );
  server.delete(
    "/v1/account/sandbox-numbers",
    changing(Whose, 200, ({ to }) => changeAccount.remove(to)),
  );
};
