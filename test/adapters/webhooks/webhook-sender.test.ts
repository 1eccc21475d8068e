import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createWebhookSender, signatures } from "../../../src/adapters/webhooks/webhook-sender.js";

const at = new Date("2026-11-22T10:00:00Z");
const secrets = [{ secret: `whsec_${Buffer.alloc(32, 7).toString("base64")}`, until: null }];
const what = { id: "msg_1", body: '{"type":"webhook.ping"}' };

let canary: Server;
let port: number;
let seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
let connections = 0;
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  canary = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ headers: request.headers, body });
    answer(response);
  });
  canary.on("connection", () => {
    connections += 1;
  });
  canary.listen(0, "127.0.0.1");
  await once(canary, "listening");
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});
afterEach(() => {
  seen = [];
  connections = 0;
});

const names: Readonly<Record<string, readonly string[]>> = {
  "internal.example": ["10.0.0.5"],
  "mixed.example": ["93.184.216.34", "127.0.0.1"],
  "mixed6.example": ["2606:2800:220:1::1", "93.184.216.34", "fd00::1"],
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "metadata.example": ["169.254.169.254"],
  "metadata.example.": ["169.254.169.254"],
  "nat64.example": ["64:ff9b::7f00:1"],
};
const lookup = async (host: string) => (names[host] ?? []).map((address) => ({ address }));
const inProduction = () => createWebhookSender({ allowed: [], isDevelopment: false, lookup, timeoutMs: 2_000 });

const refusedUrls: readonly (readonly [what: string, url: string])[] = [
  ["loopback", "https://127.0.0.1"],
  ["loopback on the canary's port", "https://127.0.0.1:PORT"],
  ["all of 127/8", "https://127.9.9.9"],
  ["decimal", "https://2130706433"],
  ["decimal, the metadata", "https://2852039166"],
  ["hexadecimal", "https://0x7f000001"],
  ["hexadecimal by parts", "https://0x7f.0x0.0x0.0x1"],
  ["octal", "https://0177.0.0.1"],
  ["octal in one", "https://017700000001"],
  ["short", "https://127.1"],
  ["circled digits", "https://①②⑦.0.0.1"],
  ["ideographic full stops", "https://127。0。0。1"],
  ["percent signs", "https://%31%32%37.0.0.1"],
  ["a trailing full stop", "https://127.0.0.1."],
  ["backslashes", "https:\\\\127.0.0.1"],
  ["no slashes", "https:127.0.0.1"],
  ["the unspecified address", "https://0.0.0.0"],
  ["private 10/8", "https://10.1.2.3"],
  ["private 172.16/12", "https://172.31.255.255"],
  ["private 192.168/16", "https://192.168.1.1"],
  ["carrier-grade NAT", "https://100.64.0.1"],
  ["link-local", "https://169.254.1.1"],
  ["the cloud's metadata", "https://169.254.169.254"],
  ["a container's credentials", "https://169.254.170.2"],
  ["another cloud's metadata", "https://100.100.100.200"],
  ["a third cloud's metadata", "https://192.0.0.192"],
  ["documentation", "https://203.0.113.1"],
  ["benchmarks", "https://198.18.0.1"],
  ["multicast", "https://224.0.0.1"],
  ["broadcast", "https://255.255.255.255"],
  ["IPv6 loopback", "https://[::1]"],
  ["IPv6 unspecified", "https://[::]"],
  ["mapped loopback", "https://[::ffff:127.0.0.1]"],
  ["mapped loopback in hexadecimal", "https://[::ffff:7f00:1]"],
  ["mapped private", "https://[::ffff:10.0.0.1]"],
  ["mapped metadata", "https://[::ffff:a9fe:a9fe]"],
  ["mapped, all digits", "https://[0000:0000:0000:0000:0000:ffff:7f00:0001]"],
  ["translated loopback", "https://[::ffff:0:127.0.0.1]"],
  ["compatible loopback", "https://[::127.0.0.1]"],
  ["6to4 of loopback", "https://[2002:7f00:1::]"],
  ["6to4 of the metadata", "https://[2002:a9fe:a9fe::]"],
  ["Teredo", "https://[2001:0:7f00:1::]"],
  ["NAT64 of loopback", "https://[64:ff9b::7f00:1]"],
  ["NAT64 of the metadata", "https://[64:ff9b::169.254.169.254]"],
  ["NAT64 of a network's own", "https://[64:ff9b:1::7f00:1]"],
  ["unique local", "https://[fd00::1]"],
  ["IPv6 link-local", "https://[fe80::1]"],
  ["IPv6 site-local", "https://[fec0::1]"],
  ["IPv6 link-local with a zone", "https://[fe80::1%25eth0]"],
  ["the cloud's metadata in IPv6", "https://[fd00:ec2::254]"],
  ["IPv6 documentation", "https://[2001:db8::1]"],
  ["IPv6 multicast", "https://[ff02::1]"],
  ["http", "http://example.com"],
  ["http to loopback", "http://127.0.0.1:PORT"],
  ["a user", "https://user@example.com"],
  ["a user and a password", "https://user:pass@example.com"],
  ["a public name as user of loopback", "https://example.com@127.0.0.1"],
  ["loopback as user of a public name", "https://127.0.0.1:443@example.com"],
  ["another port", "https://example.com:22"],
  ["a file", "file:///etc/passwd"],
  ["a socket", "unix:/var/run/docker.sock"],
  ["ftp", "ftp://example.com"],
  ["no URL", "example.com"],
  ["nothing", ""],
  ["too long", `https://example.com/${"x".repeat(2_000)}`],
];

/** Names whose addresses, or some of them, no webhook may reach. */
const refusedNames: readonly (readonly [what: string, host: string])[] = [
  ["a name of a private address", "internal.example"],
  ["a name with one public and one private address", "mixed.example"],
  ["a name with a private address behind a public one in IPv6", "mixed6.example"],
  ["localhost", "localhost"],
  ["localhost with a full stop", "localhost."],
  ["a name of a mapped address", "mapped.example"],
  ["a name of the metadata", "metadata.example"],
  ["a name of the metadata with a full stop", "metadata.example."],
  ["a name of a NAT64 address", "nat64.example"],
  ["a name of none", "none.example"],
];

test("the table of addresses has 40 rows and more, none twice", () => {
  const rows = [...refusedUrls, ...refusedNames].map(([, row]) => row);
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(new Set(rows).size).toBe(rows.length);
});

describe("addresses that no webhook may reach in production: nothing is connected to", () => {
  test.each(refusedUrls)("%s", async (_, given) => {
    const url = given.replace("PORT", String(port));
    const sender = inProduction();
    expect(sender.refusal(url)).toEqual(expect.any(String));
    expect(await sender.send({ url, secrets }, what, at)).toMatchObject({ kind: "failed" });
    expect(connections).toBe(0);
  });

  test.each(refusedNames)("%s", async (_, host) => {
    const sender = inProduction();
    const url = `https://${host}/`;
    expect(sender.refusal(url)).toBeUndefined();
    const sent = await sender.send({ url, secrets }, what, at);
    expect(sent).toMatchObject({ kind: "failed", why: expect.stringMatching(/not public|no address/) });
    expect(connections).toBe(0);
  });
});

test("a name is asked once, and what it says later changes nothing", async () => {
  let asked = 0;
  const sender = createWebhookSender({
    allowed: [],
    isDevelopment: true,
    timeoutMs: 2_000,
    lookup: async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.5" }];
    },
  });
  answer = (response) => response.writeHead(204).end();
  expect(await sender.send({ url: `http://localhost:${port}/hook`, secrets }, what, at)).toMatchObject({ status: 204 });
  expect(asked).toBe(1);
});

describe("a receiver on loopback, in development", () => {
  const sender = () => createWebhookSender({ allowed: [], isDevelopment: true, timeoutMs: 500 });
  const send = () => sender().send({ url: `http://127.0.0.1:${port}/hook?x=1`, secrets }, what, at);

  test("gets the body as it is, signed", async () => {
    answer = (response) => response.writeHead(200).end("ok");
    expect(await send()).toEqual({ kind: "answered", status: 200, retryAfterMs: undefined });
    const [{ body, headers }] = seen as [(typeof seen)[number]];
    expect(body).toBe(what.body);
    const timestamp = String(at.getTime() / 1_000);
    const mac = createHmac("sha256", Buffer.alloc(32, 7)).update(`msg_1.${timestamp}.${what.body}`).digest("base64");
    expect(headers).toMatchObject({
      "webhook-id": "msg_1",
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${mac}`,
    });
  });

  test("a redirect is not followed, and is an answer", async () => {
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/other` }).end();
    expect(await send()).toMatchObject({ kind: "answered", status: 302 });
    expect(seen).toHaveLength(1);
  });

  test("Retry-After in seconds", async () => {
    answer = (response) => response.writeHead(429, { "retry-after": "60" }).end();
    expect(await send()).toEqual({ kind: "answered", status: 429, retryAfterMs: 60_000 });
  });

  test("an answer without an end ends with its head", async () => {
    answer = (response) => {
      response.writeHead(200);
      response.write("x".repeat(1_000_000));
    };
    expect(await send()).toMatchObject({ status: 200 });
  });

  test.each([
    ["says nothing", ""],
    ["says that it will go on, and does not", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"],
    ["never ends its head", "HTTP/1.1 200 OK\r\nX: "],
  ])("one that %s is given up", async (_, bytes) => {
    answer = ({ socket }) => void socket?.write(bytes);
    expect(await send()).toEqual({ kind: "failed", why: "no answer within 0.5 s" });
  });

  test.each([
    ["changes the protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", 101],
    ["announces a body that never comes", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200],
  ])("one that %s has answered", async (_, bytes, status) => {
    answer = ({ socket }) => void socket?.write(bytes);
    expect(await send()).toMatchObject({ kind: "answered", status });
  });

  test("what is no HTTP is no answer", async () => {
    answer = ({ socket }) => void socket?.write("220 mail.example ESMTP\r\n");
    expect(await send()).toMatchObject({ kind: "failed", why: "no connection (HPE_INVALID_CONSTANT)" });
  });

  test("one that is not there", async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    const { port: free } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, "close");
    const sent = await sender().send({ url: `http://127.0.0.1:${free}`, secrets }, what, at);
    expect(sent).toEqual({ kind: "failed", why: "no connection (ECONNREFUSED)" });
  });
});

test.each([
  ["a private network that is allowed, on any port", ["10.0.0.0/8"], "https://10.1.2.3:8443", undefined],
  ["another one", ["10.0.0.0/8"], "https://192.168.1.1", expect.any(String)],
  ["an IPv6 network", ["fd00::/8"], "https://[fd12::1]", undefined],
  ["http all the same not", ["10.0.0.0/8"], "http://10.1.2.3", "must begin with https://"],
  ["a public address", [], "https://93.184.216.34", undefined],
  ["a public IPv6 address", [], "https://[2606:2800:220:1::1]", undefined],
])("%s", (_, allowed, url, refusal) => {
  expect(createWebhookSender({ allowed, isDevelopment: false }).refusal(url)).toEqual(refusal);
});

test("old and new secret sign side by side until the old one's time is over", () => {
  const old = { secret: `whsec_${Buffer.alloc(32, 8).toString("base64")}`, until: at };
  expect(signatures([...secrets, old], "a", new Date(at.getTime() - 1), "{}").split(" ")).toHaveLength(2);
  expect(signatures([...secrets, old], "a", at, "{}").split(" ")).toHaveLength(1);
});
