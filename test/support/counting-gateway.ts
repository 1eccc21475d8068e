import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What stands for SNS where a million texts are counted, not looked at. */
export interface CountingGateway {
  readonly url: string;
  /** Texts by number. */
  readonly texts: ReadonlyMap<string, number>;
  /** When the last text arrived, by `performance.now()`. */
  lastAt(): number;
  total(): number;
  close(): void;
}

const answerOf = (id: string): string =>
  `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`;

/** Takes every Publish after `delayMs`. */
export const startCountingGateway = async (delayMs: number): Promise<CountingGateway> => {
  const texts = new Map<string, number>();
  let lastAt = 0;
  let total = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += String(piece);
    const asked = new URLSearchParams(body);
    if (asked.get("Action") !== "Publish") {
      response.writeHead(400).end();
      return;
    }
    const number = asked.get("PhoneNumber") ?? "";
    texts.set(number, (texts.get(number) ?? 0) + 1);
    lastAt = performance.now();
    total += 1;
    if (delayMs > 0) await sleep(delayMs);
    response.writeHead(200, { "content-type": "text/xml" }).end(answerOf(randomUUID()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    texts,
    lastAt: () => lastAt,
    total: () => total,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
