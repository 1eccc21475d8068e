import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { SmsGateway } from "../../src/application/ports/sms-gateway.js";
import { startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { freePort } from "../support/free-port.js";

const request =
  "POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nexpect: 100-continue";

test.each([
  ["asked nothing yet", "", true],
  ["never ends what it asks", `${request}\r\ncontent-length: 1000\r\n\r\n{`, false],
])(
  "a stop while a caller is connected who %s: a text on its way ends, and no other one begins",
  async (_, asked, clean) => {
    const [http, phones] = [await freePort(), await freePort()];
    const ports = { HTTP_PORT: String(http), SIMULATOR_PORT: String(phones) };
    const config = readConfig({ ...ports, LOG_LEVEL: "silent", SHUTDOWN_GRACE_MS: "3000" });
    let calls = 0;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const gateway: SmsGateway = {
      ...{ name: "slow", endsWithinMs: 60_000, close: async () => undefined },
      publish: async (_text, _signal, departure) => {
        if ((await departure.mayLeave()) === false) return { kind: "not-accepted", cause: "aborted", detail: "" };
        calls += 1;
        departure.left();
        await answered;
        return { kind: "accepted", providerMessageId: String(calls) };
      },
    };
    const service = await startService(config, (services) => services.provide("smsGateway", [], () => gateway));
    const { bus } = service.services.get("events");
    const caller = connect(http, "127.0.0.1");
    caller.on("error", () => undefined);
    try {
      await once(caller, "connect");
      caller.write(asked);
      // The server says so once it has read the head.
      if (asked !== "") await once(caller, "data");
      for (const n of [1, 2])
        await bus!.publish({
          ...{ topic: "sms.requested", key: "one", headers: { ce_id: String(n), ce_source: "/shop" } },
          value: JSON.stringify({ to: `+91987654321${n}`, text: "Your table is ready", class: "transactional" }),
        });
      await eventually("the first text is on its way", () => calls === 1);
      const stopped = service.stop();
      answer();
      expect(await stopped).toBe(clean);
      expect([calls, bus!.list("sms.sent", 10).length]).toEqual([1, 1]);
    } finally {
      caller.destroy();
      await service.stop();
    }
  },
);
