import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ForgetPerson } from "../../application/consent/forget-person.js";
import type { ImportOptOuts } from "../../application/consent/import-opt-outs.js";
import type { ReadConsent } from "../../application/consent/read-consent.js";
import { judgements, type ReviewTexts } from "../../application/consent/review-texts.js";
import type { Swept, SweepOptOuts } from "../../application/consent/sweep-opt-outs.js";
import { consentChanged } from "../../application/notifications/consent-changed.js";
import type { Clock } from "../../application/ports/clock.js";
import type { SweepStore } from "../../application/ports/sweep-store.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { OptOutPage } from "./opt-out-page.js";
import { readBody } from "./read-body.js";

export interface ConsentOperatorNeeds {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly forgetPerson: ForgetPerson;
  readonly importOptOuts: ImportOptOuts;
  readonly readConsent: ReadConsent;
  readonly reviewTexts: ReviewTexts;
  readonly stopping: AbortController;
  readonly sweepOptOuts: SweepOptOuts;
  readonly sweepStore: SweepStore;
}

const mostReviewed = 200;
const exportPage = 500;
/** A request waits this long for its sweep; a longer sweep goes on by itself. */
const sweepWaitMs = 20_000;
const largestImport = 1024 * 1024;

const Whose = z.strictObject({ to: z.string("must be a string").max(200) });
const Judged = z.strictObject({ as: z.enum(judgements, { error: `must be one of ${judgements.join(", ")}` }) });
const Import = z.strictObject({
  file: z.string().max(200),
  rows: z.array(z.strictObject({ line: z.int().min(1), change: consentChanged.schema.strict() })).max(1_000),
});

/** The consent routes of operators: AWS's list, imports and exports, the review list, erasure. Scope admin. */
export const consentOperatorRoutes = (server: FastifyInstance, needs: ConsentOperatorNeeds): void => {
  const { caller, clock, forgetPerson, importOptOuts, readConsent, reviewTexts, stopping, sweepOptOuts } = needs;

  server.post("/v1/opt-outs/sync", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const sweep = sweepOptOuts(stopping.signal);
    sweep.catch(() => undefined);
    const over = new AbortController();
    const waited = clock.sleep(sweepWaitMs, over.signal).then(() => undefined);
    const swept: Swept | undefined = await Promise.race([sweep, waited]).finally(() => over.abort());
    const { pages, numbers, completedAt } = await needs.sweepStore.read();
    const state = {
      pages,
      numbers,
      completedAt: completedAt === undefined ? null : new Date(completedAt).toISOString(),
    };
    return swept?.kind === "complete"
      ? { state: "complete", ...state, added: swept.added, removed: swept.removed }
      : reply
          .code(202)
          .header("location", "/v1/opt-outs")
          .send({ state: "running", ...state });
  });

  server.post("/v1/opt-outs/import", { bodyLimit: largestImport }, async (request, reply) => {
    const name = caller(request, reply, "admin");
    if (name === undefined) return reply;
    const given = readBody(reply, Import, request.body);
    if (given === undefined) return reply;
    return importOptOuts(given.file, name, given.rows);
  });

  server.post("/v1/opt-outs/export", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const page = readBody(reply, OptOutPage, request.body === undefined ? {} : request.body);
    if (page === undefined) return reply;
    const { optOuts, next } = await readConsent.list(exportPage, page.cursor);
    reply.header("cache-control", "no-store");
    return { optOuts, next };
  });

  server.get("/v1/opt-outs/review", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    return { texts: await reviewTexts.list(mostReviewed) };
  });

  server.post<{ Params: { id: string } }>("/v1/opt-outs/review/:id", async (request, reply) => {
    const name = caller(request, reply, "admin");
    if (name === undefined) return reply;
    const judged = readBody(reply, Judged, request.body);
    if (judged === undefined) return reply;
    const { id } = request.params;
    if ((await reviewTexts.judge(id, judged.as, name)) === "unknown")
      return problem(reply, 404, "not-found", "No text of this id waits for judgement");
    return { id, as: judged.as };
  });

  server.post("/v1/forget", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const whose = readBody(reply, Whose, request.body);
    if (whose === undefined) return reply;
    const forgotten = await forgetPerson(whose.to);
    return "fault" in forgotten ? invalidBody(reply, [{ pointer: "/to", message: forgotten.fault }]) : forgotten;
  });
};
