import { describe, expect, test } from "vitest";
import type { OtpGuess } from "../../src/domain/otp/otp-verdict.js";
import { type Ask, type OtpStage, onOtpStage, otpSubject, quickPolicy } from "./otp-stage.js";

/** What only a caller without types can give. */
const none = null as unknown as undefined;

/** Empty, absent and odd forms of every field: each store reads them alike, and none opens anything. */
export const otpFormsContract = (name: string, open: () => Promise<OtpStage>) =>
  describe(`${name}: forms of the fields`, () => {
    const { sent, verify } = onOtpStage(open);

    test.each<[string, Partial<OtpGuess>, string]>([
      ["an id left out", { verificationId: undefined }, "accepted"],
      ["an id of null is left out", { verificationId: none }, "accepted"],
      ["an empty id is another's", { verificationId: "" }, "unknown"],
      ["a blank id is another's", { verificationId: " " }, "unknown"],
      ["an empty caller is another", { caller: "" }, "unknown"],
      ["no code at all", { macs: [] }, "wrong"],
      ["an empty code", { macs: [""] }, "wrong"],
    ])("a guess with %s", async (_, change, kind) => {
      const subject = otpSubject();
      const { mac } = await sent(subject, {}, quickPolicy);
      expect(await verify(subject, mac, quickPolicy, change)).toMatchObject({ kind });
    });

    test.each<[string, Partial<Ask>, Partial<OtpGuess>]>([
      ["an id of null", { askedId: none }, {}],
      ["an empty id, which is one", { askedId: "" }, { verificationId: "" }],
      ["an id with blanks", { askedId: "a b" }, { verificationId: "a b" }],
      ["an empty caller", { caller: "" }, { caller: "" }],
      ["a caller with blanks and signs", { caller: "a b:c=d%" }, { caller: "a b:c=d%" }],
      ["an empty code, which is one", { mac: "" }, { macs: [""] }],
    ])("an ask with %s", async (_, ask, guess) => {
      const subject = otpSubject();
      const { mac, verificationId, caller } = await sent(subject, ask, quickPolicy);
      const right = { macs: [mac], ...guess };
      expect(await verify(subject, "wrong", quickPolicy, { ...guess, macs: ["wrong"] })).toMatchObject({
        kind: "wrong",
      });
      expect(await verify(subject, mac, quickPolicy, right)).toEqual({ kind: "accepted", verificationId, caller });
    });
  });
