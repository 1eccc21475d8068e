import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AccountRefused, type SmsAccount } from "../../src/application/ports/sms-account.js";

export interface AccountStage {
  readonly account: SmsAccount;
  /** The code that the provider texted to a number; an endpoint without a sandbox has none. */
  codeTo?(to: string): Promise<string>;
  close(): Promise<void>;
}

const phone = "+919876543210";

/** `sandbox` false: the endpoint has no calls for it, and says so. */
export const smsAccountContract = (name: string, open: () => Promise<AccountStage>, sandbox = true) =>
  describe(`${name} as an SmsAccount`, () => {
    let stage: AccountStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.close());
    const attributes = async () => {
      const answer = await stage.account.ask();
      return answer.kind === "answered" ? answer.attributes : undefined;
    };

    test("what is set is told, and what is not named stays", async () => {
      await stage.account.setAttributes({ MonthlySpendLimit: "100", DefaultSMSType: "Promotional" });
      await stage.account.setAttributes({ DefaultSMSType: "Transactional" });
      expect(await attributes()).toMatchObject({ MonthlySpendLimit: "100", DefaultSMSType: "Transactional" });
    });

    if (!sandbox) {
      test("a call that is not there is a refusal without a number in it", async () => {
        const { account } = stage;
        const refused = await account.addSandboxNumber(phone, undefined).catch((error: unknown) => error as Error);
        expect(refused).toBeInstanceOf(Error);
        expect(String(refused)).toMatch(/CreateSMSSandboxPhoneNumber was answered with/);
        expect(String(refused)).not.toContain("9876543210");
      });
      return;
    }

    test("a number is pending until its code proves it, and can be taken off", async () => {
      const { account } = stage;
      await account.addSandboxNumber(phone, "en-US");
      expect((await account.sandboxPage(undefined)).numbers).toEqual([{ to: phone, status: "pending" }]);
      const code = await stage.codeTo!(phone);
      const wrong = code === "000000" ? "000001" : "000000";
      await expect(account.verifySandboxNumber(phone, wrong)).rejects.toThrow(AccountRefused);
      await account.verifySandboxNumber(phone, code);
      expect((await account.sandboxPage(undefined)).numbers).toEqual([{ to: phone, status: "verified" }]);
      await account.removeSandboxNumber(phone);
      expect(await account.sandboxPage(undefined)).toEqual({ numbers: [], next: undefined });
      await expect(account.removeSandboxNumber(phone)).rejects.toThrow(
        /^DeleteSMSSandboxPhoneNumber was answered with/,
      );
    });
  });
