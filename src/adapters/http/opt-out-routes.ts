import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { ChangeConsent } from "../../application/consent/change-consent.js";
import type { OptInAtAws } from "../../application/consent/opt-in-at-aws.js";
import type { ReadConsent } from "../../application/consent/read-consent.js";
import type { TellEvent } from "../../application/consent/tell-event.js";
import { consentChanged } from "../../application/notifications/consent-changed.js";
import type { Clock } from "../../application/ports/clock.js";
import type { Hashes } from "../../application/ports/hashes.js";
import type { Idempotency } from "../../application/ports/idempotency.js";
import { callerKey } from "../../application/requests/caller-key.js";
import { numberFault } from "../../domain/phone/number-fault.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { masked } from "../../domain/phone/phone-number.js";
import { idempotencyConflict, idempotencyKey } from "./idempotency-key.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { OptOutPage } from "./opt-out-page.js";
import { readBody } from "./read-body.js";

export interface OptOutNeeds {
  readonly caller: Caller;
  readonly changeConsent: ChangeConsent;
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly idempotency: Pick<Idempotency, "answer" | "begin">;
  readonly optInAtAws: OptInAtAws;
  readonly readConsent: ReadConsent;
  readonly tellEvent: TellEvent;
}

const pageSize = 100;
const Whose = z.strictObject({ to: z.string("must be a string").max(200) });
const Change = consentChanged.schema.strict();

const noNumber = (reply: FastifyReply, fault: string) => invalidBody(reply, [{ pointer: "/to", message: fault }]);

/** The routes to ask, change and list consent. A number stands in a body only, never in an address. */
export const optOutRoutes = (server: FastifyInstance, needs: OptOutNeeds): void => {
  const { caller, changeConsent, clock, defaultCountry, hashes, idempotency, optInAtAws, readConsent } = needs;
  const { tellEvent } = needs;

  server.post("/v1/opt-outs/check", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const whose = readBody(reply, Whose, request.body);
    if (whose === undefined) return reply;
    const found = await readConsent.check(whose.to);
    return "fault" in found ? noNumber(reply, found.fault) : found;
  });

  server.post("/v1/opt-outs/history", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const whose = readBody(reply, Whose, request.body);
    if (whose === undefined) return reply;
    const found = await readConsent.history(whose.to);
    return "fault" in found ? noNumber(reply, found.fault) : found;
  });

  server.get("/v1/opt-outs", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const page = readBody(reply, OptOutPage, request.query);
    if (page === undefined) return reply;
    const { optOuts, next } = await readConsent.list(pageSize, page.cursor);
    const shown = optOuts.map((one) => ({ ...one, to: one.to === null ? null : masked(one.to) }));
    return { optOuts: shown, next };
  });

  server.post("/v1/opt-outs", async (request, reply) => {
    const name = caller(request, reply, "send");
    if (name === undefined) return reply;
    const given = idempotencyKey(request, reply);
    if (given === "faulty") return reply;
    const change = readBody(reply, Change, request.body);
    if (change === undefined) return reply;
    const number = parsePhoneNumber(change.to, defaultCountry);
    if (typeof number === "string") return noNumber(reply, numberFault(number));
    const toldAt = clock.now();
    // Another body by a key that is forgotten is another choice: none is taken for an earlier one, and lost.
    const digest = hashes.keyed(JSON.stringify(change));
    const id = given.key === undefined ? randomUUID() : callerKey(hashes, name, `${given.key}\n${digest}`);
    const kept = given.key === undefined ? undefined : hashes.keyed(`opt-outs\n${name}\n${given.key}`);
    if (kept !== undefined && (await idempotency.begin(kept, digest)).kind === "conflict")
      return idempotencyConflict(reply);
    // Durable first; the change made here at once is made again, to no effect, when the event is read.
    const payload = { ...change, at: change.at ?? toldAt.toISOString() };
    const key = hashes.keyed(number.e164);
    const identity = await tellEvent({ topic: consentChanged.topic, id, key, payload, caller: name });
    const told = await changeConsent({ change: payload, identity, toldAt, source: "api", by: name });
    if ("fault" in told) return noNumber(reply, told.fault);
    if (kept !== undefined) await idempotency.answer(kept, "").catch(() => undefined);
    return { to: masked(number.e164), evidenceId: told.evidenceId, choice: change.choice, classes: told.classes };
  });

  server.post("/v1/opt-outs/aws-opt-in", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const whose = readBody(reply, Whose, request.body);
    if (whose === undefined) return reply;
    const done = await optInAtAws(whose.to);
    switch (done.kind) {
      case "done":
        return { optedIn: true };
      case "fault":
        return noNumber(reply, done.fault);
      case "too-early":
        return problem(
          reply,
          409,
          "opt-in-too-early",
          `AWS takes a number off its list once in 30 days; this one again from ${done.from.toISOString()}. AWS was not asked`,
        );
    }
  });
};
