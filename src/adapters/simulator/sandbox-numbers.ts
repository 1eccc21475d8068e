import { randomInt } from "node:crypto";
import { SnsError } from "./sns-error.js";

/** Amazon SNS, "SMS sandbox": at most ten numbers. */
const most = 10;

/** The numbers of the account's SMS sandbox. */
export class SandboxNumbers {
  /** By number: the code that verifies it; undefined once it did. */
  readonly #codes = new Map<string, string | undefined>();

  /** Answers the code to be texted. */
  add(phone: string): string {
    if (!this.#codes.has(phone) && this.#codes.size >= most)
      throw new SnsError(400, "UserError", `The sandbox takes ${most} numbers`);
    if (this.#codes.has(phone) && this.#codes.get(phone) === undefined)
      throw new SnsError(400, "UserError", "The number is verified already");
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    this.#codes.set(phone, code);
    return code;
  }

  verify(phone: string, code: string): void {
    this.#mustKnow(phone);
    const wanted = this.#codes.get(phone);
    if (wanted !== undefined && wanted !== code)
      throw new SnsError(400, "VerificationException", "The code is not the one that was texted");
    this.#codes.set(phone, undefined);
  }

  remove(phone: string): void {
    this.#mustKnow(phone);
    this.#codes.delete(phone);
  }

  list(): readonly { readonly phone: string; readonly verified: boolean }[] {
    return [...this.#codes].map(([phone, code]) => ({ phone, verified: code === undefined }));
  }

  #mustKnow(phone: string): void {
    if (!this.#codes.has(phone)) throw new SnsError(404, "ResourceNotFound", "The sandbox does not hold this number");
  }
}
