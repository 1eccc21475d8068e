import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFindAddresses } from "../../../src/adapters/webhooks/find-addresses.js";

type Answer = "silent" | "unknown" | "found";

/** A server of names (RFC 1035 §4): for each type of record, whether it answers, and with 93.184.216.34 or nothing. */
let server: Socket;
let answers: { readonly a: Answer; readonly aaaa: Answer };
let asked = 0;
beforeEach(async () => {
  asked = 0;
  server = createSocket("udp4");
  server.on("message", (query, from) => {
    asked += 1;
    let end = 12;
    while (query[end] !== 0) end += query[end]! + 1;
    const type = query.readUInt16BE(end + 1);
    const answer = answers[type === 1 ? "a" : "aaaa"];
    if (answer === "silent") return;
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(answer === "found" ? 0x81_80 : 0x81_83, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answer === "found" ? 1 : 0, 6);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 93, 184, 216, 34]);
    const reply = [head, query.subarray(12, end + 5), ...(answer === "found" ? [record] : [])];
    server.send(Buffer.concat(reply), from.port, from.address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.close();
});

test.each([
  ["nobody answers", "hooks.example", "silent", "silent", [], 0],
  ["nobody knows it: a file of the machine may", "hooks.example", "unknown", "unknown", ["10.1.2.3"], 1],
  ["it is known", "hooks.example", "found", "unknown", ["10.1.2.3"], 1],
  ["half of it is answered", "hooks.example", "found", "silent", ["93.184.216.34"], 0],
  ["it is this machine, whatever the servers say", "localhost", "silent", "silent", ["10.1.2.3"], 1],
] as const)("the system's lookup holds no thread for a silent name: %s", async (_, host, a, aaaa, found, calls) => {
  answers = { a, aaaa };
  const lookup = vi.fn(async () => [{ address: "10.1.2.3" }]);
  const servers = [`127.0.0.1:${(server.address() as AddressInfo).port}`];
  const find = createFindAddresses({ servers, lookup, timeoutMs: 100 });
  expect((await find(host)).map(({ address }) => address)).toEqual(found);
  expect(lookup).toHaveBeenCalledTimes(calls);
  expect(asked > 0).toBe(host !== "localhost");
});
