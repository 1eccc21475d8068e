import { attributeFault } from "../../domain/account/attribute-fault.js";
import type { Happenings } from "./happenings.js";
import type { Phones } from "./phones.js";
import { SandboxNumbers } from "./sandbox-numbers.js";
import { SnsError } from "./sns-error.js";
import { entries, numberFrom } from "./sns-form.js";
import { escaped } from "./sns-xml.js";

interface AccountNeeds {
  readonly happenings: Happenings;
  readonly phones: Phones;
}

/** The account side of Amazon SNS: SMS attributes as a new account has them, and a sandbox that holds nothing back. */
export class AccountActions {
  readonly #needs: AccountNeeds;
  readonly #sandbox = new SandboxNumbers();
  #attributes: Readonly<Record<string, string>> = { MonthlySpendLimit: "1" };

  constructor(needs: AccountNeeds) {
    this.#needs = needs;
  }

  /** The inside of the action's result element; undefined: it is no action of an account. */
  act(action: string, form: URLSearchParams): string | undefined {
    switch (action) {
      case "SetSMSAttributes":
        return this.#set(entries(form, "attributes.entry", "key", "value"));
      case "GetSMSAttributes":
        return this.#get(form);
      case "GetSMSSandboxAccountStatus":
        return "<IsInSandbox>false</IsInSandbox>";
      case "ListSMSSandboxPhoneNumbers":
        return this.#list();
      case "CreateSMSSandboxPhoneNumber":
        return this.#create(numberFrom(form, "PhoneNumber"));
      case "VerifySMSSandboxPhoneNumber":
        this.#sandbox.verify(numberFrom(form, "PhoneNumber"), form.get("OneTimePassword") ?? "");
        return "";
      case "DeleteSMSSandboxPhoneNumber":
        this.#sandbox.remove(numberFrom(form, "PhoneNumber"));
        return "";
      default:
        return undefined;
    }
  }

  #set(given: Readonly<Record<string, string>>): string {
    for (const [name, value] of Object.entries(given)) {
      const fault = attributeFault(name, value);
      if (fault !== undefined) throw new SnsError(400, "InvalidParameter", `Invalid parameter: ${name} ${fault}`);
    }
    this.#attributes = { ...this.#attributes, ...given };
    return "";
  }

  #get(form: URLSearchParams): string {
    const wanted = [...form].filter(([name]) => name.startsWith("attributes.member.")).map(([, value]) => value);
    const shown = Object.entries(this.#attributes).filter(([key]) => wanted.length === 0 || wanted.includes(key));
    const entry = ([key, value]: [string, string]) =>
      `<entry><key>${escaped(key)}</key><value>${escaped(value)}</value></entry>`;
    return `<attributes>${shown.map(entry).join("")}</attributes>`;
  }

  #list(): string {
    const member = ({ phone, verified }: { readonly phone: string; readonly verified: boolean }) =>
      `<member><PhoneNumber>${phone}</PhoneNumber><Status>${verified ? "Verified" : "Pending"}</Status></member>`;
    return `<PhoneNumbers>${this.#sandbox.list().map(member).join("")}</PhoneNumbers>`;
  }

  #create(phone: string): string {
    const code = this.#sandbox.add(phone);
    const message = this.#needs.phones.keep(phone, `Your verification code is ${code}`, {});
    this.#needs.happenings.tell({ kind: "message", data: message });
    return "";
  }
}
