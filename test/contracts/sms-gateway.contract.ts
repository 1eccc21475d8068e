import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GatewayAnswer, GatewayText, SmsGateway } from "../../src/application/ports/sms-gateway.js";
import type { PhoneNumber } from "../../src/domain/phone/phone-number.js";
import { leavesAtOnce } from "../support/leaves-at-once.js";

export type GatewayTrouble = "throttle" | "reject" | "slow" | "cut" | "500" | "hang";

/** A gateway whose calls end within a second, and the provider behind it. */
export interface GatewayStage {
  readonly gateway: SmsGateway;
  /** The next call meets this; `slow` answers within the time-out. A provider without it keeps the rest of the contract. */
  trouble?(kind: GatewayTrouble): Promise<void>;
  /** What reached the phones, oldest first. */
  received(): Promise<readonly { phone: string; text: string }[]>;
  close(): Promise<void>;
}

export const aText = (change: Partial<GatewayText> = {}): GatewayText => ({
  to: "+919876543210" as PhoneNumber,
  text: "Your order 77 is on its way & <here> soon: नमस्ते 👋",
  class: "transactional",
  senderId: undefined,
  originationNumber: undefined,
  entityId: undefined,
  templateId: undefined,
  ...change,
});

/** `troubled`: the stage can make calls fail. */
export const smsGatewayContract = (name: string, open: () => Promise<GatewayStage>, troubled = true) =>
  describe(`${name} as an SmsGateway`, () => {
    let stage: GatewayStage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage.close());
    const publish = (signal = new AbortController().signal) => stage.gateway.publish(aText(), signal, leavesAtOnce);

    test("a text is accepted with the provider's id and arrives as it is", async () => {
      const answer = await publish();
      expect(answer).toEqual({ kind: "accepted", providerMessageId: expect.stringMatching(/./u) });
      expect(await stage.received()).toMatchObject([{ phone: aText().to, text: aText().text }]);
    });

    test("it asks whether it may leave, then says that it left, each once, and only then the text can arrive", async () => {
      const told: string[] = [];
      const departure = {
        mayLeave: async () => {
          told.push(`asked with ${(await stage.received()).length} out`);
          return true;
        },
        left: () => void told.push("left"),
      };
      const answer = await stage.gateway.publish(aText(), new AbortController().signal, departure);
      expect(answer.kind).toBe("accepted");
      expect(told).toEqual(["asked with 0 out", "left"]);
    });

    test("what may not leave is not sent, and is surely not taken", async () => {
      const left: string[] = [];
      const departure = { mayLeave: async () => false, left: () => void left.push("left") };
      const answer = await stage.gateway.publish(aText(), new AbortController().signal, departure);
      expect(answer).toMatchObject({ kind: "not-accepted", cause: "aborted" });
      expect([left, await stage.received()]).toEqual([[], []]);
      expect((await publish()).kind).toBe("accepted");
    });

    const texts: [string, string][] = [
      ["a line break and a tab", "first\nsecond\tthird"],
      ["what forms escape", "100% of a+b & c=d; e ~ * ( ) ! '"],
      ["what XML escapes", '<Message>]]></Message>&amp;"'],
      ["the longest that SNS takes", "x".repeat(1_600)],
    ];
    test.each(texts)("%s arrives as it is", async (_, text) => {
      expect(await stage.gateway.publish(aText({ text }), new AbortController().signal, leavesAtOnce)).toMatchObject({
        kind: "accepted",
      });
      expect((await stage.received()).map((one) => one.text)).toEqual([text]);
    });

    test("aborted before it starts, nothing is sent", async () => {
      expect(await publish(AbortSignal.abort())).toMatchObject({ kind: "not-accepted", cause: "aborted" });
      expect(await stage.received()).toEqual([]);
    });

    if (!troubled) return;
    const meets = (kind: GatewayTrouble) => stage.trouble!(kind);

    const answers: [GatewayTrouble, Partial<GatewayAnswer>, number][] = [
      ["throttle", { kind: "not-accepted", cause: "throttled" }, 0],
      ["reject", { kind: "rejected" }, 0],
      ["slow", { kind: "accepted" }, 1],
      ["cut", { kind: "ambiguous" }, 1],
      ["500", { kind: "ambiguous" }, 0],
      ["hang", { kind: "ambiguous" }, 0],
    ];
    test.each(answers)("%s is answered as %o, once", async (kind, expected, texts) => {
      await meets(kind);
      const answer = await publish();
      expect(answer).toMatchObject(expected);
      expect(await stage.received()).toHaveLength(texts);
      expect(JSON.stringify(answer)).not.toContain("9876543210");
      expect(await publish()).toMatchObject({ kind: "accepted" });
    });

    test("aborted while the provider is silent, it is ambiguous at once", async () => {
      await publish();
      await meets("hang");
      const detail = expect.stringContaining("Abort");
      expect(await publish(AbortSignal.timeout(100))).toMatchObject({ kind: "ambiguous", detail });
    });

    test("told to end within a time while the provider is silent, it is ambiguous as if it were aborted then", async () => {
      await publish();
      await meets("hang");
      const answer = await stage.gateway.publish(aText(), undefined, { ...leavesAtOnce, mayLeave: async () => 100 });
      expect(answer).toMatchObject({ kind: "ambiguous", detail: expect.stringContaining("Abort") });
    });
  });
