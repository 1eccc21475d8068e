import { attributeFault } from "../../domain/account/attribute-fault.js";
import { sandboxLanguages } from "../../domain/account/sandbox-languages.js";
import { numberFault } from "../../domain/phone/number-fault.js";
import { masked, parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { SandboxNumber, SmsAccount } from "../ports/sms-account.js";
import type { FieldFault } from "../requests/field-fault.js";

interface AccountNeeds {
  readonly defaultCountry: string;
  readonly smsAccount: Omit<SmsAccount, "ask" | "close">;
}

/** Every fault of the request; nothing was called. */
export type AccountFaults = readonly FieldFault[];

/** Changes of the gateway's account; each is checked before anything is called. All reject as `SmsAccount` does. */
export interface ChangeAccount {
  /** Sets these attributes of SNS, and leaves the others. */
  attributes(given: Readonly<Record<string, string>>): Promise<AccountFaults>;
  sandboxNumbers(
    next: string | undefined,
  ): Promise<{ readonly numbers: readonly SandboxNumber[]; readonly next: string | undefined }>;
  /** The provider texts a code to the number. */
  add(to: string, language: string | undefined): Promise<SandboxNumber | AccountFaults>;
  verify(to: string, code: string): Promise<SandboxNumber | AccountFaults>;
  remove(to: string): Promise<{ readonly to: string } | AccountFaults>;
}

export const createChangeAccount = ({ defaultCountry, smsAccount }: AccountNeeds): ChangeAccount => {
  const shown = (one: SandboxNumber): SandboxNumber => ({ ...one, to: masked(one.to) });
  const number = (to: string) => {
    const parsed = parsePhoneNumber(to, defaultCountry);
    return typeof parsed === "string"
      ? { fault: [{ pointer: "/to", message: numberFault(parsed) }] }
      : { e164: parsed.e164 };
  };
  return {
    attributes: async (given) => {
      const faults = Object.entries(given).flatMap(([name, value]) => {
        const message = attributeFault(name, value);
        return message === undefined ? [] : [{ pointer: `/${name}`, message }];
      });
      if (faults.length === 0) await smsAccount.setAttributes(given);
      return faults;
    },
    sandboxNumbers: async (next) => {
      const page = await smsAccount.sandboxPage(next);
      return { numbers: page.numbers.map(shown), next: page.next };
    },
    add: async (to, language) => {
      const read = number(to);
      const known = language === undefined || sandboxLanguages.includes(language);
      const faults = [
        ...(read.fault ?? []),
        ...(known ? [] : [{ pointer: "/language", message: `must be one of ${sandboxLanguages.join(", ")}` }]),
      ];
      if (read.e164 === undefined || faults.length > 0) return faults;
      await smsAccount.addSandboxNumber(read.e164, language);
      return shown({ to: read.e164, status: "pending" });
    },
    verify: async (to, code) => {
      const read = number(to);
      const faults = [
        ...(read.fault ?? []),
        ...(/^\d{5,8}$/u.test(code)
          ? []
          : [{ pointer: "/code", message: "must be the 5 to 8 digits that the provider texted" }]),
      ];
      if (read.e164 === undefined || faults.length > 0) return faults;
      await smsAccount.verifySandboxNumber(read.e164, code);
      return shown({ to: read.e164, status: "verified" });
    },
    remove: async (to) => {
      const read = number(to);
      if (read.e164 === undefined) return read.fault;
      await smsAccount.removeSandboxNumber(read.e164);
      return { to: masked(read.e164) };
    },
  };
};
