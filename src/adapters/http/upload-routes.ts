import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { TakeUpload } from "../../application/campaigns/take-upload.js";
import { campaignClasses } from "../../application/notifications/campaign-requested.js";
import { windowFromWords } from "../../application/notifications/window-words.js";
import type { Audience, Audiences } from "../../application/ports/audiences.js";
import { type RecipientFile, UnreadableFile } from "../../application/ports/recipient-file.js";
import { safeCell } from "../../domain/campaign/safe-cell.js";
import type { Caller } from "./keys.js";
import { problem } from "./problem.js";

export interface UploadNeeds {
  readonly audiences: Audiences;
  readonly caller: Caller;
  /** Keeps a streamed file out of memory until it is closed. */
  readonly spool: (
    bytes: AsyncIterable<Uint8Array>,
    most: number,
  ) => Promise<{ readonly file: RecipientFile; close(): Promise<void> }>;
  readonly takeUpload: TakeUpload;
}

/** The paths where files come in, over slow lines too. */
export const uploadPath = "/v1/uploads";

export const sendCsv = "Send the file as the body, with `Content-Type: text/csv`";

const largestFile = 200 * 1024 * 1024;
const page = 1_000;
const classes: readonly string[] = campaignClasses;

interface UploadQuery {
  readonly template?: string;
  readonly text?: string;
  readonly class?: string;
  readonly locale?: string;
  readonly window?: string;
  readonly zone?: string;
  readonly days?: string;
}

/** Its sender went away before its end; what fails then is no fault of the service. */
const isBrokenOff = (error: unknown, { complete }: IncomingMessage): boolean =>
  !complete && (error as { readonly code?: unknown }).code === "ECONNRESET";

async function* faultLines(audiences: Audiences, uploadId: string): AsyncGenerator<string> {
  yield "line,column,value,fault\r\n";
  for (let from = 0; ; from += page) {
    const faults = await audiences.faults(uploadId, from, page);
    for (const { column, fault, line, value } of faults)
      yield `${[String(line), column ?? "", value ?? "", fault].map(safeCell).join(",")}\r\n`;
    if (faults.length < page) return;
  }
}

/** Files of recipients: streamed in, checked, kept sealed. */
export const uploadRoutes = (server: FastifyInstance, needs: UploadNeeds): void => {
  const { audiences, caller, spool, takeUpload } = needs;

  const shown = async ({ createdAt, report, template, uploadId, window }: Audience) => ({
    ...{ uploadId, ...report, redisFreeBytes: (await audiences.freeBytes()) ?? null },
    ...{ template, window: window ?? null, createdAt: createdAt.toISOString() },
  });

  // A room of its own, so that no other route takes a file for a body.
  void server.register(async (files) => {
    files.addContentTypeParser(["text/csv", "application/csv"], (_request, body, done) => done(null, body));

    files.post<{ Querystring: UploadQuery }>(uploadPath, { bodyLimit: largestFile }, async (request, reply) => {
      if (caller(request, reply, "send") === undefined) return reply;
      const body = request.body as Readable | undefined;
      if (typeof body?.[Symbol.asyncIterator] !== "function")
        return problem(reply, 415, "unsupported-media-type", sendCsv);
      const { days, window: hours, zone, ...words } = request.query;
      const window = windowFromWords({ days, window: hours, zone });
      if (typeof window === "string") return problem(reply, 422, "invalid-event", window);
      if (words.class !== undefined && !classes.includes(words.class))
        return problem(
          reply,
          422,
          "invalid-event",
          `class is one of ${classes.join(" and ")}: a campaign has no other`,
        );
      try {
        const { file, close } = await spool(body, largestFile);
        try {
          const audience = await takeUpload(randomUUID(), file, { ...words, window });
          if (audience === "unknown")
            return problem(
              reply,
              422,
              "template-unknown",
              `There is no template ${request.query.template?.slice(0, 100)}`,
            );
          return reply
            .code(201)
            .header("location", `${uploadPath}/${audience.uploadId}`)
            .send(await shown(audience));
        } finally {
          await close();
        }
      } catch (error) {
        if (isBrokenOff(error, request.raw))
          return problem(reply, 400, "bad-request", "The file ended before its length");
        if (!(error instanceof UnreadableFile)) throw error;
        return problem(reply, 422, "unreadable-file", `Line ${error.line}: ${error.message}`);
      }
    });
  });

  server.get<{ Params: { id: string } }>("/v1/uploads/:id", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const audience = await audiences.read(request.params.id);
    if (audience === undefined)
      return problem(reply, 404, "not-found", "There is no upload of this id, or it is no longer kept");
    return shown(audience);
  });

  server.get<{ Params: { id: string } }>("/v1/uploads/:id/faults.csv", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const { id } = request.params;
    if ((await audiences.read(id)) === undefined)
      return problem(reply, 404, "not-found", "There is no upload of this id, or it is no longer kept");
    const lines: string[] = [];
    for await (const line of faultLines(audiences, id)) lines.push(line);
    return reply.type("text/csv; charset=utf-8").send(lines.join(""));
  });
};
