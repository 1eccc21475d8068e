import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, answerJson, bodyOf } from "./exchange.js";
import { DeliveryLogs } from "./delivery-logs.js";
import { FaultList } from "./fault-list.js";
import { Happenings } from "./happenings.js";
import { Correspondence } from "./correspondence.js";
import { Inbox, type InboxSources } from "./inbox.js";
import { answerInbox } from "./inbox-api.js";
import type { ToldByService } from "./told-text.js";
import type { WebPage } from "../../application/ports/web-page.js";
import { LogsActions, logsTarget } from "./logs-actions.js";
import { OptedOutNumbers } from "./opted-out-numbers.js";
import { PhoneApi, type PhoneApiNeeds } from "./phone-api.js";
import { Phones } from "./phones.js";
import type { TellReply } from "./reply.js";
import { Query } from "./query.js";
import { ReceiptPlans } from "./receipt-plans.js";
import { SnsError } from "./sns-error.js";
import { SnsActions, type SnsNeeds } from "./sns-actions.js";
import { refusePage, type TrustedHosts } from "../../application/requests/refuse-page.js";
import { errorXml, resultXml } from "./sns-xml.js";
import { answerUnread } from "./unread-requests.js";

export interface SimulatorOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The page for people on `/`; without it, a sentence stands there. */
  readonly page?: (() => WebPage) | undefined;
  /** The service's word on texts, for the page. */
  readonly told?: ToldByService | undefined;
  /** The cost of a text, for the page. */
  readonly costOf?: InboxSources["costOf"] | undefined;
  /** The account's list of numbers that opted out; default: an empty one. */
  readonly optedOut?: OptedOutNumbers | undefined;
  /** Tells the service, durably, about a phone's reply; default: nobody is told, and the opt-out list alone hears it. */
  readonly tellReply?: TellReply | undefined;
  /** Now, ms: the time of texts, replies and delivery logs. */
  readonly now?: (() => number) | undefined;
}

export interface Simulator {
  readonly url: string;
  /** The delivery logs of texts. */
  readonly logs: DeliveryLogs;
  /** Ends every connection at once; a hanging request gets no answer. */
  close(): Promise<void>;
}

interface ExchangeSources extends InboxSources, SnsNeeds, PhoneApiNeeds {
  readonly now: () => number;
  readonly page: (() => WebPage) | undefined;
}

/** RFC 9112 §3.2: a path, or a whole address; two slashes at a path's beginning name no host. */
const addressOf = ({ url = "/" }: IncomingMessage): URL => {
  const address = url.startsWith("/") ? `http://simulator${url}` : url;
  if (!URL.canParse(address)) throw new SnsError(400, "BadRequest", "The address cannot be read");
  return new URL(address);
};

/** A stand-in for SNS, its delivery logs and for the phones behind it: keeps texts in memory and sends nothing anywhere. */
class Exchange {
  readonly #sources: ExchangeSources;
  readonly #actions: SnsActions;
  readonly #logs: LogsActions;
  readonly #phoneApi: PhoneApi;
  readonly #inbox: Inbox;
  readonly #hosts: TrustedHosts;

  constructor(sources: ExchangeSources, hosts: TrustedHosts, closing: AbortSignal) {
    this.#sources = sources;
    this.#hosts = hosts;
    this.#actions = new SnsActions(sources, closing);
    this.#logs = new LogsActions(sources.logs, sources.now);
    this.#phoneApi = new PhoneApi(sources);
    this.#inbox = new Inbox(sources);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, happenings, receipts } = this.#sources;
    const { pathname, searchParams } = addressOf(request);
    const page = refusePage(request.headers, this.#hosts, pathname === "/");
    if (page !== undefined) throw new SnsError(403, "Forbidden", page);
    // Plans stand in the body alone.
    if (pathname === "/api/faults" || pathname === "/api/receipts") new Query(searchParams, []);
    const planned = (kind: "faults" | "receipts", plan: object): void => {
      happenings.tell({ kind, data: plan });
      answerJson(response, 200, plan);
    };
    switch (`${request.method} ${pathname}`) {
      case "POST /":
        return request.headers["x-amz-target"] === undefined
          ? this.#sns(request, response)
          : this.#cloudWatch(request, response);
      case "GET /api/receipts":
        return answerJson(response, 200, { receipts: receipts.list() });
      case "PUT /api/receipts":
        return planned("receipts", receipts.put(await bodyOf(request)));
      case "DELETE /api/receipts":
        receipts.clear();
        return planned("receipts", { receipts: [] });
      case "GET /api/faults":
        return answerJson(response, 200, { faults: faults.list() });
      case "PUT /api/faults":
        return planned("faults", faults.put(await bodyOf(request)));
      case "DELETE /api/faults":
        faults.clear();
        return planned("faults", { faults: [] });
      default:
        if (await answerInbox(pathname, searchParams, request, response, this.#inbox, this.#sources.page)) return;
        return this.#phoneApi.serve(pathname, searchParams, request, response);
    }
  }

  async #cloudWatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = { "x-amzn-requestid": randomUUID() };
    const json = (status: number, value: object) =>
      answer(response, status, "application/x-amz-json-1.1", JSON.stringify(value), headers);
    try {
      const action = String(request.headers["x-amz-target"]).replace(logsTarget, "");
      json(200, this.#logs.act(action, await bodyOf(request)));
    } catch (error) {
      if (!(error instanceof SnsError)) throw error;
      json(error.status, { __type: error.code, message: error.message });
    }
  }

  async #sns(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const headers = { "x-amzn-requestid": requestId };
    try {
      const form = new URLSearchParams(await bodyOf(request));
      const action = form.get("Action") ?? "";
      const inner = await this.#actions.act(action, form, response);
      if (inner !== undefined) answer(response, 200, "text/xml", resultXml(action, inner, requestId), headers);
    } catch (error) {
      if (!(error instanceof SnsError)) throw error;
      answer(response, error.status, "text/xml", errorXml(error, requestId), headers);
    }
  }
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

const fail = (response: ServerResponse, error: unknown, closing: boolean): void => {
  if (response.headersSent || closing) response.destroy();
  else if (error instanceof SnsError) answerJson(response, error.status, { error: error.code, message: error.message });
  else answerJson(response, 500, { error: "InternalError", message: "The simulator failed" });
};

/** Listens when the promise resolves; rejects when the port is taken. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const { host, port, page, told, costOf = () => undefined, optedOut = new OptedOutNumbers() } = options;
  const { now = Date.now, tellReply } = options;
  const closing = new AbortController();
  // Every call that is slow or hangs listens.
  setMaxListeners(0, closing.signal);
  const happenings = new Happenings();
  const sources = {
    ...{ phones: new Phones(now), faults: new FaultList(), logs: new DeliveryLogs(), receipts: new ReceiptPlans() },
    ...{ happenings, correspondence: new Correspondence(happenings), page, told, costOf, optedOut, now, tellReply },
  };
  // A listener on other addresses is called by the names of a network: none of them can be another site's.
  const hosts = isLoopback(host) ? "loopback" : "private";
  const exchange = new Exchange(sources, hosts, closing.signal);
  // A host that is left out is refused as one that is another's, with a sentence.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    exchange.serve(request, response).catch((error) => fail(response, error, closing.signal.aborted));
  });
  answerUnread(server);
  // Longer than any client keeps an idle connection: a connection that closes while a request is on its way loses a
  // text's answer.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    logs: sources.logs,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
