import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createServiceClient } from "../../../src/adapters/cli/service-client.js";
import { createServiceDownload } from "../../../src/adapters/cli/service-download.js";
import { ServiceAway } from "../../../src/adapters/cli/service-away.js";
import { sms } from "../../support/command-line.js";

const portOf = async (server: Server | TcpServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};
const file = (name: string) => readFileSync(new URL(`../sns/envelope/${name}`, import.meta.url));
const plain = () => portOf(createServer((_, response) => response.end("<html>")));
const pem = { key: file("key.pem"), cert: file("certificate.pem") };
const tls = () => portOf(createTlsServer(pem, (_, response) => response.end("{}")));

describe("a call that nobody answers is told why, and what to do", () => {
  test.each<[string, () => Promise<string>, RegExp]>([
    ["nobody listens", async () => "http://127.0.0.1:1", /^No service answers at http:\S+; start it with /u],
    [
      "a certificate of one's own",
      async () => `https://127.0.0.1:${await tls()}`,
      /shows a certificate .* PEM, in NODE_EXTRA_CA_CERTS$/u,
    ],
    ["TLS asked of who speaks none", async () => `https://127.0.0.1:${await plain()}`, /write http:\/\/ instead/u],
    ["no TLS asked of who speaks it", async () => `http://127.0.0.1:${await tls()}`, /begins with https:\/\/$/u],
    [
      "another protocol",
      async () => `http://127.0.0.1:${await portOf(createTcpServer((socket) => socket.end("SSH-2.0-x\r\n")))}`,
      /speaks no HTTP; look at the port/u,
    ],
  ])("%s", async (_, place, says) => {
    const base = await place();
    const call = createServiceClient({ SMS_URL: base })("GET", "/");
    await expect(call).rejects.toThrow(ServiceAway);
    await expect(call).rejects.toThrow(says);
    await expect(call).rejects.toThrow(base);
  });
});

describe("who answers, and is not the service", () => {
  const answering = async (status: number, headers: Readonly<Record<string, string>>, text: string) =>
    `http://127.0.0.1:${await portOf(createServer((_, response) => response.writeHead(status, headers).end(text)))}`;

  test.each<[string, number, Readonly<Record<string, string>>, string, string]>([
    ["a page that asks for a login", 200, { "content-type": "text/html" }, "<html>", "HTTP 200, and no JSON: is "],
    ["nothing at all", 204, {}, "", "HTTP 204, and no JSON: is "],
    ["a list", 200, {}, "[]", "HTTP 200, and no JSON: is "],
    [
      "another place, to which a POST would be repeated as a GET",
      302,
      { location: "https://sms.example/" },
      "",
      " leads to https://sms.example/; name that with --url or SMS_URL",
    ],
  ])("%s", async (_, status, headers, text, says) => {
    const url = await answering(status, headers, text);
    // Each of them changes something, so that "done" would be a lie.
    for (const words of [
      ...["scheduled cancel x", "in-doubt resolve x --as sent", "webhooks remove x", "campaign start x"],
      ...["account sandbox remove +919876543210", "otp verify +919876543210 123456", "tail", "spend --json"],
      "opt-outs add +919876543210 --class promotional",
    ])
      expect([words, await sms([...words.split(" "), "--url", url])]).toEqual([
        words,
        { code: 1, out: "", err: expect.stringContaining(says) },
      ]);
  });

  test("a page is not kept as the file of recipients", async () => {
    const url = await answering(200, { "content-type": "text/html" }, "<html>");
    await expect(createServiceDownload({}, () => ({ url }))("/x.csv")).rejects.toThrow(ServiceAway);
  });

  test.each(["spend", "campaign show x", "find", "explain x", "tail", "dead-letters show x"])(
    "JSON of a stranger: %s",
    async (words) => {
      const url = await answering(200, {}, "{}");
      expect(await sms([...words.split(" "), "--url", url])).toEqual({
        ...{ code: 1, out: "", err: expect.stringMatching(/^The answer is not one .*version\? \(.*\)\n$/u) },
      });
    },
  );
});

describe("an address or a key that is none is bad usage", () => {
  test.each<[string, string, string]>([
    [
      "no scheme",
      "localhost:8080",
      "--url must be an address such as http://127.0.0.1:8080, and localhost:8080 is none",
    ],
    ["another scheme", "ftp://x", "and ftp://x is none"],
    ["empty", "", "and an empty text is none"],
    ["no host", "http://", "and http:// is none"],
    ["no port", "http://127.0.0.1:99999", "and http://127.0.0.1:99999 is none"],
    ["a question", "http://127.0.0.1:8080/?x=1", "--url must end before the ? or the #"],
    ["a place within a page", "http://127.0.0.1:8080#x", "--url must end before the ? or the #"],
    ["a password, which is not shown", "http://me:s3cret@127.0.0.1", "--url must hold no user and no password"],
  ])("%s", async (_, url, says) => {
    const { code, err, out } = await sms(["spend", "--url", url]);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(says)]);
    expect(err).not.toContain("s3cret");
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["the environment's address", [], { SMS_URL: "localhost:8080" }, "SMS_URL must be an address"],
    ["a key", ["--key", "a\nb"], {}, "--key holds a character that no key has"],
    ["the environment's key", [], { SMS_API_KEY: "ключ" }, "SMS_API_KEY holds a character that no key has"],
  ])("%s", async (_, more, environment, says) =>
    expect(await sms(["spend", ...more], environment)).toEqual({
      code: 2,
      out: "",
      err: expect.stringContaining(says),
    }),
  );
});
