import type { IncomingMessage, ServerResponse } from "node:http";
import type { Happening, Happenings } from "./happenings.js";

/** Proxies close a stream that is silent for longer. */
const heartbeatMs = 15_000;
/** A reader this far behind is let go; it comes back with Last-Event-ID. */
const mostUnread = 1024 * 1024;

const written = ({ id, kind, at, data }: Happening): string =>
  `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify({ at, ...data })}\n\n`;

/** Server-sent events (HTML Standard §9.2) of all that happens, until the reader leaves. */
export const answerEvents = (request: IncomingMessage, response: ServerResponse, happenings: Happenings): void => {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  const send = (lines: string): void => {
    response.write(lines);
    if (response.writableLength > mostUnread) response.destroy();
  };
  const last = request.headers["last-event-id"];
  const missed = last === undefined ? [] : happenings.after(Number(last));
  // A comment at once: the reader knows that it is connected.
  send(`retry: 1000\n: connected\n\n${missed.map(written).join("")}`);
  const leave = happenings.listen((happening) => send(written(happening)));
  const ended = (): void => {
    leave();
    clearInterval(heartbeat);
  };
  const heartbeat = setInterval(() => {
    // An answer that waits behind another one of its connection hears of no end: only the connection tells.
    if (request.socket.destroyed) ended();
    else send(":\n\n");
  }, heartbeatMs);
  response.on("close", ended);
};
