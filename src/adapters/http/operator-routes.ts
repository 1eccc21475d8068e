import type { FastifyInstance } from "fastify";
import type { Journal } from "../../application/ports/journal.js";
import type { ResolveDoubt } from "../../application/delivery/resolve-doubt.js";
import type { ProposeEnds } from "../../application/receipts/propose-ends.js";
import type { Caller } from "./keys.js";
import { problem, unknownMessage } from "./problem.js";

export interface OperatorNeeds {
  /** Accepts that the journal was lost: earlier sends are unknown, and consumption goes on. */
  readonly acceptLoss: () => Promise<void>;
  readonly caller: Caller;
  readonly journal: Journal;
  readonly proposeEnds: ProposeEnds;
  readonly resolveDoubt: ResolveDoubt;
}

const mostListed = 1_000;
/** Each costs a look into the journal. */
const mostProposed = 100;
const idShape = /^[\x21-\x7e]{1,200}$/u;

/** Decisions that only an operator makes: messages in doubt, and a lost journal. Scope admin. */
export const operatorRoutes = (server: FastifyInstance, needs: OperatorNeeds): void => {
  const { acceptLoss, caller, journal, proposeEnds, resolveDoubt } = needs;

  server.get("/v1/in-doubt", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const [total, found] = await Promise.all([journal.inDoubtCount(), journal.inDoubt(mostListed)]);
    // The list helps without the proposals, too.
    const proposed = await proposeEnds(found.slice(0, mostProposed).map(({ messageId }) => messageId)).catch(
      () => undefined,
    );
    const messages = found.map(({ messageId, since }) => {
      const proposal = proposed?.get(messageId);
      return { messageId, since: since.toISOString(), ...(proposal === undefined ? {} : { proposal }) };
    });
    return { total, messages };
  });

  type Said = { readonly as?: unknown; readonly providerMessageId?: unknown } | null;
  server.post<{ Params: { id: string }; Body: Said }>("/v1/in-doubt/:id", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const as = request.body?.as;
    if (as !== "sent" && as !== "failed")
      return problem(reply, 422, "invalid-event", "Say what became of it", [
        { pointer: "/as", message: "must be sent or failed" },
      ]);
    const { id } = request.params;
    const proof = request.body?.providerMessageId;
    if (proof !== undefined && (as !== "sent" || typeof proof !== "string" || !idShape.test(proof)))
      return problem(reply, 422, "invalid-event", "Only what was sent has the provider's id", [
        { pointer: "/providerMessageId", message: 'must be the id that a receipt gives, beside "as": "sent"' },
      ]);
    const resolved = await resolveDoubt(id, as, typeof proof === "string" ? { providerMessageId: proof } : undefined);
    switch (resolved) {
      case "unknown-message":
        return unknownMessage(reply);
      case "not-in-doubt":
        return problem(reply, 409, "not-in-doubt", "The message is not in doubt; see its state with: sms explain ID");
      case "resolved":
      case "repeated":
        return { messageId: id, state: as };
    }
  });

  server.post("/v1/journal/accept-loss", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    await acceptLoss();
    return { accepted: true };
  });
};
