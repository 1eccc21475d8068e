import { expect, test } from "vitest";
import { defaultOtpPolicy, type OtpPolicy } from "../../../src/domain/otp/otp-policy.js";
import { otpTemplateFaults } from "../../../src/domain/otp/otp-template-faults.js";
import { declareTemplate } from "../../../src/domain/template/declare-template.js";
import type { TemplateDeclaration } from "../../../src/domain/template/template-declaration.js";
import type { Template } from "../../../src/domain/template/template.js";

const code = { type: "code", maxLength: 12, example: "123456" } as const;
const minutes = { type: "integer", maxLength: 4, example: 10 } as const;

const template = (texts: Readonly<Record<string, string>>, change: Partial<TemplateDeclaration> = {}): Template => {
  const declared = declareTemplate("otp_login", "1", {
    class: "otp",
    variables: { code, validity_minutes: minutes },
    texts,
    ...change,
  });
  if (!("template" in declared)) throw new Error(JSON.stringify(declared));
  return declared.template;
};

const faults = (given: Template | undefined, policy: Partial<OtpPolicy> = {}) =>
  otpTemplateFaults(
    new Map([["login", { ...defaultOtpPolicy("login"), ...policy }]]),
    new Map(given === undefined ? [] : [["otp_login", given]]),
  );

/** 11 bytes of an app's hash on a line of their own: 12. */
const retrieverHash = "FA+9qCX9VSu";
/** A text of so many bytes, whose code has six digits. */
const bytes = (count: number) =>
  template(
    { en: `{code}${"x".repeat(count - 6)}` },
    { variables: { code, validity_minutes: { ...minutes, optional: true } } },
  );

test.each<[string, Template | undefined, Partial<OtpPolicy>, readonly string[]]>([
  ["a text with its code", template({ en: "{code} for {validity_minutes} min" }), {}, []],
  ["no template of that name", undefined, {}, ["login: there is no template otp_login; add templates/otp_login.yaml"]],
  [
    "a template of another class: it would wait behind offers",
    template({ en: "{code}" }, { class: "transactional" }),
    {},
    ["login: the template otp_login is of class transactional; make it otp"],
  ],
  [
    "a variable that a code's text is never given",
    template({ en: "{code} {name}" }, { variables: { code, name: { type: "text", example: "x" } } }),
    {},
    [
      "login: otp_login (en): validity_minutes is no variable of otp_login, which takes code, name",
      "login: otp_login (en): name is missing",
    ],
  ],
  [
    "one of two languages does not show the code",
    template({ en: "{code}", hi: "कोड {validity_minutes}" }),
    {},
    ["login: otp_login (hi) does not show the variable code"],
  ],
  ["SMS Retriever's limit to the byte", bytes(140 - 12), { retrieverHash }, []],
  [
    "a byte beyond it",
    bytes(140 - 11),
    { retrieverHash },
    ["login: otp_login (en) has 141 bytes with its last lines; SMS Retriever reads at most 140, shorten it"],
  ],
  ["as long as it likes for people alone", bytes(300), {}, []],
  ["a last line for browsers counts too", bytes(140 - 12 - 22), { retrieverHash, webHost: "shop.example" }, []],
  [
    "and a byte beyond it with both",
    bytes(140 - 12 - 21),
    { retrieverHash, webHost: "shop.example" },
    ["login: otp_login (en) has 141 bytes with its last lines; SMS Retriever reads at most 140, shorten it"],
  ],
  [
    "a script of three bytes a letter",
    template({ en: "{code}", hi: `{code}${"क".repeat(41)}` }),
    { retrieverHash },
    ["login: otp_login (hi) has 141 bytes with its last lines; SMS Retriever reads at most 140, shorten it"],
  ],
])("%s", (_, given, policy, said) => expect(faults(given, policy)).toEqual(said));
