import { noMinusZero } from "../../application/notifications/no-minus-zero.js";
import { Instant } from "../../application/notifications/instant.js";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { campaignView } from "../../application/campaigns/campaign-view.js";
import type { CommandCampaign } from "../../application/campaigns/command-campaign.js";
import type { CreateCampaign } from "../../application/campaigns/create-campaign.js";
import type { ListRecipients } from "../../application/campaigns/list-recipients.js";
import { campaignRequested } from "../../application/notifications/campaign-requested.js";
import type { Audiences } from "../../application/ports/audiences.js";
import type { CampaignLedger } from "../../application/ports/campaign-ledger.js";
import type { CampaignCommand } from "../../domain/campaign/campaign-state.js";
import { numberAsCell, safeCell } from "../../domain/campaign/safe-cell.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface CampaignNeeds {
  readonly audiences: Pick<Audiences, "read">;
  readonly campaignLedger: CampaignLedger;
  readonly caller: Caller;
  readonly commandCampaign: CommandCampaign;
  readonly createCampaign: CreateCampaign;
  readonly listRecipients: ListRecipients;
}

const pageSize = 100;
const csvPage = 1_000;
/** 1,000 recipients with their variables. */
const largestCampaign = 4 * 1024 * 1024;

const Options = z.strictObject({
  hash: z.string().max(100).optional(),
  budgetMicros: noMinusZero(z.int().min(0)).optional(),
  endAt: Instant.optional(),
});

const Page = z.strictObject({
  state: z
    .enum(["waiting", "sending", "sent", "delivered", "undelivered", "failed", "refused", "inDoubt", "cancelled"])
    .optional(),
  reason: z.string().max(60).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/u, "must be the `next` of an earlier answer")
    .transform(Number)
    .optional(),
});

const List = z.strictObject({
  cursor: z
    .string()
    .regex(/^[\w.-]{1,64}$/u, "must be the `next` of an earlier answer")
    .optional(),
});

const unknown = (reply: FastifyReply): FastifyReply =>
  problem(reply, 404, "not-found", "There is no campaign of this id");

const commands: readonly CampaignCommand[] = ["start", "pause", "resume", "cancel", "retry-failed"];

async function* recipientLines(
  list: ListRecipients,
  id: string,
  filter: z.output<typeof Page>,
): AsyncGenerator<string> {
  yield "number,reference,state,reason\r\n";
  for (let from: number | undefined = 0; from !== undefined; ) {
    const found = await list(id, filter, from, csvPage);
    for (const { reason, reference, state, to } of found?.recipients ?? [])
      yield `${[numberAsCell(to ?? ""), safeCell(reference ?? ""), safeCell(state), safeCell(reason ?? "")].join(",")}\r\n`;
    from = found?.next;
  }
}

/** Campaigns: make, look at, command. */
export const campaignRoutes = (server: FastifyInstance, needs: CampaignNeeds): void => {
  const { audiences, caller, campaignLedger, commandCampaign, createCampaign, listRecipients } = needs;

  server.post("/v1/campaigns", { bodyLimit: largestCampaign }, async (request, reply) => {
    const who = caller(request, reply, "send");
    if (who === undefined) return reply;
    const asked = readBody(reply, campaignRequested.schema, request.body);
    if (asked === undefined) return reply;
    const made = await createCampaign(asked, who);
    if (made.kind === "invalid") return invalidBody(reply, made.faults);
    return reply
      .code(made.kind === "created" ? 201 : 200)
      .header("location", `/v1/campaigns/${asked.campaignId}`)
      .send(campaignView(made.record));
  });

  server.get("/v1/campaigns", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const list = readBody(reply, List, request.query);
    if (list === undefined) return reply;
    const ids = await campaignLedger.list(list.cursor, pageSize + 1);
    const found = await Promise.all(ids.slice(0, pageSize).map((id) => campaignLedger.read(id)));
    return {
      campaigns: found.flatMap((record) => (record === undefined ? [] : [campaignView(record)])),
      next: ids.length > pageSize ? ids[pageSize - 1] : undefined,
    };
  });

  server.get<{ Params: { id: string } }>("/v1/campaigns/:id", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const record = await campaignLedger.read(request.params.id);
    if (record === undefined) return unknown(reply);
    const { uploadId } = record.definition;
    const isChecked = (await audiences.read(uploadId)) !== undefined;
    return { ...campaignView(record), report: isChecked ? `/v1/uploads/${uploadId}` : null };
  });

  server.get<{ Params: { id: string } }>("/v1/campaigns/:id/recipients", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    const found = await listRecipients(request.params.id, page, page.cursor ?? 0, pageSize);
    if (found === undefined) return unknown(reply);
    const { next, recipients } = found;
    return { recipients: recipients.map(({ index: _, ...one }) => one), next: next?.toString() };
  });

  server.get<{ Params: { id: string } }>("/v1/campaigns/:id/recipients.csv", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    if ((await campaignLedger.read(request.params.id)) === undefined) return unknown(reply);
    const lines = Readable.from(recipientLines(listRecipients, request.params.id, page));
    return reply.type("text/csv; charset=utf-8").send(lines);
  });

  for (const command of commands)
    server.post<{ Params: { id: string } }>(`/v1/campaigns/:id/${command}`, async (request, reply) => {
      const who = caller(request, reply, "send");
      if (who === undefined) return reply;
      const options = readBody(reply, Options, request.body ?? {});
      if (options === undefined) return reply;
      const done = await commandCampaign(request.params.id, command, options, who);
      switch (done.kind) {
        case "unknown":
          return unknown(reply);
        case "wrong-hash":
          return problem(
            reply,
            409,
            "campaign-not-checked",
            "`hash` must be the hash of the campaign's checked recipients: look at the report, then start with its hash",
          );
        case "no-recipients":
          return problem(
            reply,
            409,
            "campaign-not-checked",
            "Its recipients are no longer kept: upload the file again, and make another campaign of it",
          );
        case "no-template":
          return problem(
            reply,
            422,
            "template-unknown",
            `There is no template ${done.template} any more, so every text would be refused: bring it back, or cancel the campaign`,
          );
        case "is-over": {
          const message = `must be later than now: the campaign's end, ${done.endAt}, has passed, and whoever waits would get nothing`;
          return invalidBody(reply, [{ pointer: "/endAt", message }]);
        }
        case "no-room": {
          const [needed, free] = [done.needed, done.free].map((bytes) => Math.ceil(bytes / 1e6));
          return problem(
            reply,
            409,
            "campaign-too-large",
            `The campaign needs ${needed} MB of Redis, ${free} MB are free; raise maxmemory`,
          );
        }
        case "not-now":
          return problem(
            reply,
            409,
            "campaign-state",
            `A campaign that is ${done.record.state} cannot be asked to ${command}`,
            undefined,
            { state: done.record.state },
          );
        case "done":
          return { ...campaignView(done.record), ...(done.retried === undefined ? {} : { retried: done.retried }) };
      }
    });
};
