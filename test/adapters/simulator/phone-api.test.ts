import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OptedOutNumbers } from "../../../src/adapters/simulator/opted-out-numbers.js";
import type { Reply } from "../../../src/adapters/simulator/reply.js";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { eventually } from "../../support/eventually.js";
import { rawCall } from "../../support/raw-call.js";

const one = "+919876543210";
const other = "+919876543211";

describe("the phones' API", () => {
  let simulator: Simulator;
  let optedOut: OptedOutNumbers;
  let replies: Reply[];
  let away: boolean;
  beforeEach(async () => {
    [optedOut, replies, away] = [new OptedOutNumbers(), [], false];
    const tellReply = async (reply: Reply) => {
      if (away) throw new Error("Nobody is there; start the service");
      replies.push(reply);
    };
    simulator = await startSimulator({ host: "127.0.0.1", port: 0, optedOut, tellReply });
  });
  afterEach(() => simulator.close());

  const sns = async (form: Record<string, string>) =>
    (await fetch(simulator.url, { method: "POST", body: new URLSearchParams(form) })).text();
  const publish = (PhoneNumber: string, Message: string, more: Record<string, string> = {}) =>
    sns({ Action: "Publish", PhoneNumber, Message, ...more });
  const promotional = {
    "MessageAttributes.entry.1.Name": "AWS.SNS.SMS.SMSType",
    "MessageAttributes.entry.1.Value.StringValue": "Promotional",
  };
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${simulator.url}/api/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  interface Kept {
    readonly messageId: string;
    readonly text: string;
    readonly at: string;
  }
  const texts = async (query = "") => (await api("GET", `messages${query}`)).body["messages"] as readonly Kept[];

  describe("texts", () => {
    test("are found by number, words in any case, and instant", async () => {
      await publish(one, "Your Pizza is ready");
      await publish(other, "Another pizza");
      await publish(one, "A code");
      expect((await texts("?search=PIZZA")).map(({ text }) => text)).toEqual(["Your Pizza is ready", "Another pizza"]);
      expect(await texts(`?search=pizza&to=${encodeURIComponent(other)}`)).toHaveLength(1);
      expect(await texts("?search=43211")).toHaveLength(1);
      const last = (await texts()).at(-1)!;
      expect(await texts(`?since=${last.at}`)).toContainEqual(last);
      expect(await texts("?since=2999-01-01T00:00:00%2B05:30")).toEqual([]);
    });

    test("pages hold each text once, although some are deleted and others come meanwhile", async () => {
      for (const text of ["1", "2", "3", "4", "5"]) await publish(one, text);
      const first = await api("GET", "messages?limit=2");
      const [, second] = first.body["messages"] as readonly Kept[];
      await api("DELETE", `messages/${second!.messageId}`);
      await publish(one, "6");
      const next = await api("GET", `messages?limit=3&cursor=${first.body["next"]}`);
      expect((next.body["messages"] as readonly Kept[]).map(({ text }) => text)).toEqual(["3", "4", "5"]);
      const rest = await api("GET", `messages?cursor=${next.body["next"]}`);
      expect(rest.body).toEqual({ messages: [expect.objectContaining({ text: "6" })] });
    });

    test("one is read and deleted by its id; what is not there is 404", async () => {
      await publish(one, "hi");
      await publish(one, "stays");
      const [first] = await texts();
      const path = `messages/${first!.messageId}`;
      expect(await api("GET", path)).toEqual({ status: 200, body: first });
      expect(await api("DELETE", path)).toEqual({ status: 200, body: { messageId: first!.messageId } });
      expect([(await api("GET", path)).status, (await api("DELETE", path)).status]).toEqual([404, 404]);
      expect((await texts()).map(({ text }) => text)).toEqual(["stays"]);
    });

    test.each([
      ["GET", "messages?phone=1", "phone is no parameter here; there are to, search, since, limit, cursor"],
      ["GET", "messages?to=abc", "to is E.164"],
      ["GET", "messages?since=yesterday", "since is RFC 3339"],
      ["GET", "messages?since=2026-02-30T25:00:00Z", "since is RFC 3339"],
      ["GET", "messages?limit=0", "limit is a whole number from 1 to 10000"],
      ["GET", "messages?cursor=x", "cursor is a whole number"],
      ["GET", "messages?search=", "search has 1 to 200 characters"],
      ["GET", "messages?to=%2B919876543210&to=%2B919876543211", "to stands twice"],
      ["DELETE", "messages?phone=%2B919876543210", "phone is no parameter here; there are to"],
      ["GET", "code", "to is missing"],
      ["GET", "code?to=%2B919876543210&timeout=-1", "timeout is a whole number"],
      ["GET", "events?to=%2B919876543210", "to is no parameter here"],
    ])("%s %s is refused", async (method, path, message) => {
      await publish(one, "stays");
      const { status, body } = await api(method, path);
      expect([status, body["error"]]).toEqual([400, "InvalidParameter"]);
      expect(body["message"]).toContain(message);
      expect(await texts()).toHaveLength(1);
    });
  });

  describe("codes", () => {
    const code = (query = "timeout=0") => api("GET", `code?to=${encodeURIComponent(one)}&${query}`);

    test("one that came is handed out once, the newest; with since, the first of then, again and again", async () => {
      await publish(one, "Your code is 1111");
      await publish(one, "Your code is 2222");
      await publish(one, "Your order is ready");
      const [first] = await texts();
      expect((await code()).body).toMatchObject({ code: "2222", text: "Your code is 2222" });
      expect(await code()).toMatchObject({ status: 408, body: { error: "NoCode" } });
      for (const _ of [1, 2])
        expect((await code(`since=${first!.at}&timeout=0`)).body).toEqual({
          ...{ code: "1111", text: "Your code is 1111", messageId: first!.messageId },
        });
    });

    test("one that is to come is waited for, by all who wait; other phones, other texts and offers are none", async () => {
      const waiting = [code("timeout=20"), code("timeout=20000&since=2026-01-01T00:00:00Z")];
      await publish(other, "Your code is 9999");
      await publish(one, "Order 4711 is ready");
      await publish(one, "Use code 5050 for half the price", promotional);
      await publish(one, "Your code is 123456");
      for (const answer of await Promise.all(waiting))
        expect(answer).toMatchObject({ status: 200, body: { code: "123456" } });
    });

    test("none within the time is 408, and so is one of before since", async () => {
      await publish(one, "Your code is 1111");
      expect((await code("since=2999-01-01T00:00:00Z&timeout=121")).status).toBe(408);
    });
  });

  describe("replies", () => {
    test("the service is told, once, what a phone wrote", async () => {
      const { status, body } = await api("POST", "replies", { phone: one, text: "Where is it?", to: "+18885550100" });
      expect(status).toBe(202);
      expect(replies).toEqual([
        { inboundId: body["inboundId"], phone: one, text: "Where is it?", to: "+18885550100", at: body["at"] },
      ]);
      expect(body).toMatchObject({ optedOut: false, delivered: true });
    });

    test("after a STOP one text still arrives; then none until START", async () => {
      expect((await api("POST", "replies", { phone: one, text: "Stop." })).body).toMatchObject({ optedOut: true });
      await publish(one, "You will get no more");
      await api("POST", "replies", { phone: one, text: "STOP" });
      await publish(one, "withheld");
      expect((await texts()).map(({ text }) => text)).toEqual(["You will get no more"]);
      expect(await sns({ Action: "ListPhoneNumbersOptedOut" })).toContain(`<member>${one}</member>`);
      expect((await api("POST", "replies", { phone: one, text: "START" })).body).toMatchObject({ optedOut: false });
      await publish(one, "back");
      expect(await texts()).toHaveLength(2);
    });

    test("a service that is away is said, and the list heard it nevertheless", async () => {
      away = true;
      expect(await api("POST", "replies", { phone: one, text: "STOP" })).toEqual({
        status: 502,
        body: { error: "NotDelivered", message: "Nobody is there; start the service" },
      });
      expect(optedOut.has(one)).toBe(true);
    });

    test("without a service the answer says that nobody was told", async () => {
      const alone = await startSimulator({ host: "127.0.0.1", port: 0 });
      const body = JSON.stringify({ phone: one, text: "hi" });
      const answer = await fetch(`${alone.url}/api/replies`, { method: "POST", body });
      expect(await answer.json()).toMatchObject({ delivered: false });
      await alone.close();
    });

    test.each([
      ["no phone", { text: "hi" }, "phone is E.164"],
      ["a phone that is none", { phone: "98765", text: "hi" }, "phone is E.164"],
      ["no text", { phone: one, text: "" }, "text has 1 to 1530 characters"],
      ["a text that no phone writes", { phone: one, text: "x".repeat(1_531) }, "text has 1 to 1530 characters"],
      ["a sender that is none", { phone: one, text: "hi", to: 5 }, "to is a number or sender ID"],
      ["a field that is none", { phone: one, text: "hi", from: other }, "from is no field here"],
    ])("%s is refused", async (_, body, message) => {
      const answer = await api("POST", "replies", body);
      expect(answer).toMatchObject({ status: 400, body: { error: "InvalidReply" } });
      expect(answer.body["message"]).toContain(message);
      expect(replies).toEqual([]);
    });

    test("another site's page cannot reply for a phone", async () => {
      const body = JSON.stringify({ phone: one, text: "STOP" });
      const { status } = await rawCall(
        `${simulator.url}/api/replies`,
        "POST",
        { origin: "https://evil.example" },
        body,
      );
      expect([status, replies.length, optedOut.has(one)]).toEqual([403, 0, false]);
    });
  });

  describe("events", () => {
    /** What a reader of the stream got so far; `leave` ends the reading. */
    const listen = async (headers: Record<string, string> = {}) => {
      const leaving = new AbortController();
      const answer = await fetch(`${simulator.url}/api/events`, { headers, signal: leaving.signal });
      const got = { text: "", type: answer.headers.get("content-type"), leave: () => leaving.abort() };
      const reading = async () => {
        const decoder = new TextDecoder();
        for await (const chunk of answer.body!) got.text += decoder.decode(chunk as Uint8Array, { stream: true });
      };
      reading().catch(() => undefined);
      return got;
    };
    const kinds = ({ text }: { text: string }) => [...text.matchAll(/^event: (.*)$/gmu)].map(([, kind]) => kind);

    test("all that happens is told as it happens, in order", async () => {
      const stream = await listen();
      expect(stream.type).toBe("text/event-stream; charset=utf-8");
      await api("PUT", "faults", { kind: "throttle", times: 1 });
      await publish(one, "throttled");
      await publish(one, "two\nlines");
      await api("POST", "replies", { phone: one, text: "STOP" });
      await publish(one, "confirmed");
      await publish(one, "withheld");
      await sns({ Action: "OptInPhoneNumber", phoneNumber: one });
      await api("PUT", "receipts", { status: "never" });
      await api("DELETE", "messages");
      await eventually("all is told", () => kinds(stream).length === 12);
      expect(kinds(stream)).toEqual([
        ...["faults", "struck", "message", "receipt", "reply", "message", "receipt", "withheld", "receipt"],
        ...["opted-in", "receipts", "deleted"],
      ]);
      const message = /^event: message\ndata: (.*)$/mu.exec(stream.text)?.[1];
      expect(JSON.parse(message!)).toMatchObject({ phone: one, text: "two\nlines", segments: 1 });
      stream.leave();
    });

    test("who comes back is told what was missed", async () => {
      await publish(one, "missed not");
      await publish(one, "missed");
      const stream = await listen({ "last-event-id": "2" });
      await eventually("it is told", () => kinds(stream).length === 2);
      expect(stream.text).toContain('"text":"missed"');
      expect(stream.text).not.toContain("missed not");
      stream.leave();
    });

    test("closing ends the streams and the waiting", async () => {
      const stream = await listen();
      const waiting = fetch(`${simulator.url}/api/code?to=${encodeURIComponent(one)}`).catch(() => "cut");
      await publish(one, "both are there");
      await eventually("the stream lives", () => kinds(stream).length === 2);
      await simulator.close();
      expect(await waiting).toBe("cut");
    });
  });
});
