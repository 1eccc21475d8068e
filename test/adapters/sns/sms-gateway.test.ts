import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { SimulatedMessage } from "../../../src/adapters/simulator/simulated-message.js";
import { startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { classify } from "../../../src/adapters/sns/classify.js";
import { type SnsOptions, SnsSmsGateway } from "../../../src/adapters/sns/sms-gateway.js";
import { aText, smsGatewayContract } from "../../contracts/sms-gateway.contract.js";
import { leavesAtOnce } from "../../support/leaves-at-once.js";

const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const gatewayTo = (endpoint: string, change: Partial<SnsOptions> = {}) =>
  new SnsSmsGateway({
    endpoint,
    region: "ap-south-1",
    credentials,
    maxSockets: 8,
    connectTimeoutMs: 300,
    requestTimeoutMs: 600,
    ...change,
  });
const never = new AbortController().signal;

const open = async (change: Partial<SnsOptions> = {}) => {
  const simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  const gateway = gatewayTo(simulator.url, change);
  const received = async () =>
    ((await (await fetch(`${simulator.url}/api/messages`)).json()) as { messages: SimulatedMessage[] }).messages;
  return {
    gateway,
    simulator,
    received,
    trouble: async (kind: string) => {
      const body = JSON.stringify({ kind, times: 1, ms: 200 });
      expect((await fetch(`${simulator.url}/api/faults`, { method: "PUT", body })).status).toBe(200);
    },
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
};

smsGatewayContract("SNS against the simulator", () => open());

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const listening = async (server: Server | ReturnType<typeof createTcpServer>): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const publishTo = async (endpoint: string, change: Partial<SnsOptions> = {}, signal = never) => {
  const gateway = gatewayTo(endpoint, change);
  closers.push(() => gateway.close());
  return gateway.publish(aText(), signal, leavesAtOnce);
};

const anotherSdk = async (): Promise<never> => {
  throw new Error("the SDK writes another body");
};

test("an SDK that writes another request is said once, and texts go out by it", async () => {
  const stage = await open();
  closers.push(stage.close);
  const warned: unknown[] = [];
  const log = { warn: (fields: object) => void warned.push(fields) };
  const gateway = gatewayTo(stage.simulator.url, { prove: anotherSdk, log });
  closers.push(() => gateway.close());
  for (const _ of [1, 2]) expect((await gateway.publish(aText(), never, leavesAtOnce)).kind).toBe("accepted");
  expect(await stage.received()).toHaveLength(2);
  expect(warned).toEqual([{ trouble: "the SDK writes another body" }]);
});

smsGatewayContract("SNS by the SDK's own client against the simulator", () => open({ prove: anotherSdk }));

test("the installed SDK writes the requests that are written here", async () => {
  const warned: unknown[] = [];
  const stage = await open({ log: { warn: (fields: object) => void warned.push(fields) } });
  closers.push(stage.close);
  expect((await stage.gateway.publish(aText(), never, leavesAtOnce)).kind).toBe("accepted");
  expect(warned).toEqual([]);
});

/** Both ways to publish, for the tables that hold for either. */
const ways: readonly (readonly [string, Partial<SnsOptions>])[] = [
  ["written here", {}],
  ["by the SDK", { prove: anotherSdk }],
];

/** A server that gives each request the same answer, as its socket writes it. */
const answering = async (raw: string): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => response.socket!.end(raw));
  });
  closers.push(() => server.close());
  return `http://${await listening(server)}`;
};

const http = (status: number, body: string, head = `content-length: ${Buffer.byteLength(body)}\r\n`) =>
  `HTTP/1.1 ${status} x\r\ncontent-type: text/xml\r\n${head}\r\n${body}`;
const error = (code: string, message = "no") =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
const success = (id: string) =>
  `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PublishResponse>`;
const chunked = (...chunks: string[]) =>
  http(200, chunks.map((one) => `${one.length.toString(16)}\r\n${one}\r\n`).join(""), "transfer-encoding: chunked\r\n");

const rejected = (code: string) => ({ kind: "rejected", code });
const misconfigured = (code: string) => ({ kind: "misconfigured", code });
const throttled = { kind: "not-accepted", cause: "throttled" };

describe.each(ways)("an answer to a Publish %s", (_, change) => {
  test.each<[string, string, object]>([
    ["an id in one piece", http(200, success("id-1")), { kind: "accepted", providerMessageId: "id-1" }],
    ["an id in chunks", chunked(success("id-1").slice(0, 150), success("id-1").slice(150), ""), { kind: "accepted" }],
    ["chunks that end early", chunked(success("id-1").slice(0, 150)), { kind: "ambiguous" }],
    ["an id that XML escapes", http(200, success("a&amp;b&#x2F;c&#47;d")), { providerMessageId: "a&b/c/d" }],
    ["half a document", http(200, success("id-1").slice(0, 150)), { kind: "ambiguous" }],
    ["an empty id", http(200, success("")), { kind: "ambiguous" }],
    [
      "an informational answer first",
      `HTTP/1.1 103 Early Hints\r\n\r\n${http(200, success("id-1"))}`,
      { kind: "accepted" },
    ],
    ["Throttled", http(429, error("Throttled")), throttled],
    ["ThrottlingException", http(400, error("ThrottlingException")), throttled],
    ["ServiceUnavailable", http(503, error("ServiceUnavailable")), { kind: "not-accepted", cause: "unreachable" }],
    ["InternalError", http(500, error("InternalError")), { kind: "ambiguous" }],
    ["a page of a load balancer", http(502, "<html>Bad Gateway</html>"), { kind: "ambiguous" }],
    ["no body at all", http(504, ""), { kind: "ambiguous" }],
    ["InvalidParameter", http(400, error("InvalidParameter")), rejected("InvalidParameterException")],
    [
      "a parameter that is named",
      http(400, error("InvalidParameter", "Invalid parameter: PhoneNumber Reason: +919876543210 is &quot;odd&quot;")),
      { kind: "rejected", detail: expect.stringMatching(/parameter PhoneNumber$/u) },
    ],
    ["ParameterValueInvalid", http(400, error("ParameterValueInvalid")), rejected("InvalidParameterValueException")],
    ["ValidationException", http(400, error("ValidationException")), rejected("ValidationException")],
    ["OptedOut", http(400, error("OptedOut")), rejected("OptedOutException")],
    ["AuthorizationError", http(403, error("AuthorizationError")), misconfigured("AuthorizationErrorException")],
    ["InvalidClientTokenId", http(403, error("InvalidClientTokenId")), misconfigured("InvalidClientTokenId")],
    ["SignatureDoesNotMatch", http(403, error("SignatureDoesNotMatch")), misconfigured("SignatureDoesNotMatch")],
    ["ExpiredToken", http(403, error("ExpiredToken")), misconfigured("ExpiredToken")],
    ["a redirect", http(302, "", "location: http://127.0.0.1:9/\r\ncontent-length: 0\r\n"), { kind: "misconfigured" }],
    ["a proxy's refusal", http(407, "<html/>"), { kind: "misconfigured" }],
  ])("%s", async (_name, raw, expected) => {
    expect(await publishTo(await answering(raw), change)).toMatchObject(expected);
  });

  test.each(["", "/", "/sns", "/a/b/"])("an endpoint with the path %j is asked at it", async (path) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      request.resume();
      response.end(success("id-1"));
    });
    closers.push(() => server.close());
    const origin = `http://${await listening(server)}`;
    expect((await publishTo(`${origin}${path}`, change)).kind).toBe("accepted");
    expect(asked).toEqual([{ "": "/", "/": "/", "/sns": "/sns/", "/a/b/": "/a/b/" }[path]]);
  });

  test("a clock that is wrong is corrected from the first answer on", async () => {
    const dates: number[] = [];
    const ahead = 3_600_000;
    const server = createServer((request, response) => {
      dates.push(
        Date.parse(
          String(request.headers["x-amz-date"]).replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, "$1-$2-$3T$4:$5:$6Z"),
        ),
      );
      request.resume();
      response.setHeader("date", new Date(Date.now() + ahead).toUTCString());
      if (dates.length === 1) response.writeHead(403).end(error("SignatureDoesNotMatch"));
      else response.end(success("id-1"));
    });
    closers.push(() => server.close());
    const gateway = gatewayTo(`http://${await listening(server)}`, change);
    closers.push(() => gateway.close());
    expect((await gateway.publish(aText(), never, leavesAtOnce)).kind).toBe("misconfigured");
    expect((await gateway.publish(aText(), never, leavesAtOnce)).kind).toBe("accepted");
    expect(Math.abs(dates[1]! - dates[0]! - ahead)).toBeLessThan(60_000);
  });
});

describe("SnsSmsGateway", () => {
  test("attributes arrive, and SMSType always", async () => {
    const stage = await open();
    closers.push(stage.close);
    const marks = { senderId: "ACMEIN", originationNumber: "+12065550100", entityId: "1101", templateId: "1107" };
    await stage.gateway.publish(aText({ class: "otp", ...marks }), never, leavesAtOnce);
    await stage.gateway.publish(aText({ class: "promotional" }), never, leavesAtOnce);
    await stage.gateway.publish(aText({ class: "transactional" }), never, leavesAtOnce);
    expect((await stage.received()).map(({ attributes }) => attributes)).toEqual([
      {
        "AWS.SNS.SMS.SMSType": "Transactional",
        "AWS.SNS.SMS.SenderID": "ACMEIN",
        "AWS.MM.SMS.OriginationNumber": "+12065550100",
        "AWS.MM.SMS.EntityId": "1101",
        "AWS.MM.SMS.TemplateId": "1107",
      },
      { "AWS.SNS.SMS.SMSType": "Promotional" },
      { "AWS.SNS.SMS.SMSType": "Transactional" },
    ]);
  });

  test("a refused connection is not accepted", async () => {
    const server = createTcpServer();
    const address = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await publishTo(`http://${address}`)).toMatchObject({ kind: "not-accepted", cause: "unreachable" });
  });

  test.each([
    ["ended by the time-out", never, "unreachable"],
    ["aborted", undefined, "aborted"],
  ])("a TLS handshake that never ends, %s, has sent nothing", async (_, signal, cause) => {
    const server = createTcpServer((socket) => closers.push(() => socket.destroy()));
    const address = await listening(server);
    const answer = await publishTo(`https://${address}`, {}, signal ?? AbortSignal.timeout(100));
    expect(answer).toMatchObject({ kind: "not-accepted", cause });
    server.close();
  });

  test("a text that waited for a socket in vain has sent nothing", async () => {
    const stage = await open();
    const gateway = gatewayTo(stage.simulator.url, { maxSockets: 1, connectTimeoutMs: 200 });
    closers.push(stage.close, () => gateway.close());
    await stage.trouble("hang");
    const [first, second] = await Promise.all([
      gateway.publish(aText(), never, leavesAtOnce),
      gateway.publish(aText(), never, leavesAtOnce),
    ]);
    expect([first.kind, second.kind]).toEqual(["ambiguous", "not-accepted"]);
    expect(await stage.received()).toEqual([]);
  });

  test.each([
    ["no MessageId", "<PublishResponse><PublishResult/></PublishResponse>", 0],
    ["no XML", "<PublishResp", 0],
    ["a body cut short", "<PublishResponse>", 50],
  ])("a 200 with %s is ambiguous", async (_, body, missing) => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/xml", "content-length": body.length + missing });
      response.write(body, () => (missing > 0 ? setTimeout(() => response.destroy(), 20) : response.end()));
    });
    closers.push(() => server.close());
    expect(await publishTo(`http://${await listening(server)}`)).toMatchObject({ kind: "ambiguous" });
  });

  test("a body that never ends is ambiguous within both time-outs", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      response.write("<PublishResponse>");
    });
    closers.push(() => server.closeAllConnections());
    expect(await publishTo(`http://${await listening(server)}`)).toMatchObject({ kind: "ambiguous" });
  });

  test("a call that has ended sends nothing when its credentials come at last", async () => {
    const stage = await open();
    let resolve!: (value: typeof credentials) => void;
    const promise = new Promise<typeof credentials>((done) => {
      resolve = done;
    });
    const gateway = gatewayTo(stage.simulator.url, { credentials: () => promise });
    closers.push(stage.close, () => gateway.close());
    expect(await gateway.publish(aText(), never, leavesAtOnce)).toMatchObject({
      kind: "not-accepted",
      cause: "unreachable",
    });
    resolve(credentials);
    expect(await gateway.publish(aText({ text: "the next one" }), never, leavesAtOnce)).toMatchObject({
      kind: "accepted",
    });
    expect((await stage.received()).map(({ text }) => text)).toEqual(["the next one"]);
  });

  test("an answer without end in size is ambiguous", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/xml" });
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    closers.push(() => server.closeAllConnections());
    expect(await publishTo(`http://${await listening(server)}`)).toMatchObject({
      kind: "ambiguous",
      detail: expect.stringContaining("AnswerTooLarge"),
    });
  });

  test("credentials that cannot be had, or never come, are told apart from a text's own trouble", async () => {
    const none = async () => {
      throw Object.assign(new Error("none"), { name: "CredentialsProviderError" });
    };
    expect(await publishTo("http://127.0.0.1:9", { credentials: none })).toMatchObject({ kind: "misconfigured" });
    const endless = () => new Promise<never>(() => {});
    expect(await publishTo("http://127.0.0.1:9", { credentials: endless })).toMatchObject({ kind: "not-accepted" });
  });
});

describe("classify", () => {
  test.each([
    ["ThrottledException", 429, "not-accepted"],
    ["ThrottlingException", 400, "not-accepted"],
    ["Unknown", 429, "not-accepted"],
    ["ServiceUnavailable", 503, "not-accepted"],
    ["InternalErrorException", 500, "ambiguous"],
    ["InvalidParameterException", 500, "ambiguous"],
    ["Unknown", 502, "ambiguous"],
    ["Unknown", 504, "ambiguous"],
    ["SyntaxError", 200, "ambiguous"],
    ["InvalidParameterException", 400, "rejected"],
    ["InvalidParameterValueException", 400, "rejected"],
    ["ValidationException", 400, "rejected"],
    ["AuthorizationErrorException", 403, "misconfigured"],
    ["InvalidClientTokenId", 403, "misconfigured"],
    ["SignatureDoesNotMatch", 403, "misconfigured"],
    ["ExpiredToken", 400, "misconfigured"],
    ["Unknown", 407, "misconfigured"],
    ["Unknown", 403, "misconfigured"],
  ])("%s with HTTP %i is %s", (name, status, kind) => {
    expect(classify({ name, status, written: true }).kind).toBe(kind);
  });

  test.each([
    ["a known name is told", "InvalidParameterException", 400, "InvalidParameterException, HTTP 400"],
    ["what an endpoint made up is not", "Sent to +919876543210", 400, "an error of no known name, HTTP 400"],
    ["nor what begins like a known one", "InvalidParameter +919876543210", 400, "an error of no known name, HTTP 400"],
    ["nor what moves a cursor", "\u001b[2J", 403, "an error of no known name, HTTP 403"],
  ])("%s", (_, name, status, detail) => {
    expect(classify({ name, status, written: true })).toMatchObject({ detail, code: detail.split(",")[0] });
  });
});
