import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SnsError } from "../../src/adapters/simulator/sns-error.js";
import { errorXml, resultXml } from "../../src/adapters/simulator/sns-xml.js";

export interface Arrival {
  /** `performance.now()`. */
  readonly at: number;
  readonly phone: string;
  /** The class that SNS was told. */
  readonly type: "Transactional" | "Promotional";
  readonly taken: boolean;
}

export interface CountingGateway extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** More than so many a second are throttled from now on; undefined: none is. */
  limit(perSecond: number | undefined): void;
}

/** SNS as far as Publish goes: notes when each text came, and keeps no text. */
export const startCountingGateway = async (): Promise<CountingGateway> => {
  const arrivals: Arrival[] = [];
  let limit: number | undefined;
  let tokens = 0;
  let filledAt = 0;
  const takes = (at: number): boolean => {
    if (limit === undefined) return true;
    tokens = Math.min(limit / 10, tokens + ((at - filledAt) * limit) / 1_000);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const at = performance.now();
      const form = new URLSearchParams(body);
      const phone = form.get("PhoneNumber");
      const id = randomUUID();
      response.setHeader("content-type", "text/xml");
      // The service asks for the account's attributes, too.
      if (form.get("Action") !== "Publish" || phone === null)
        return response.writeHead(400).end(errorXml(new SnsError(400, "InvalidAction", "No such action"), id));
      const type = [...form.values()].includes("Promotional") ? "Promotional" : "Transactional";
      const taken = takes(at);
      arrivals.push({ at, phone, type, taken });
      return taken
        ? response.end(resultXml("Publish", `<MessageId>${randomUUID()}</MessageId>`, id))
        : response.writeHead(429).end(errorXml(new SnsError(429, "Throttled", "Rate exceeded"), id));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    limit: (perSecond) => {
      limit = perSecond;
      tokens = 0;
      filledAt = performance.now();
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
