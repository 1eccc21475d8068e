import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InvalidOtpPolicies, readOtpPolicies } from "../../../src/adapters/files/otp-policies.js";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { defaultOtpPolicies, defaultOtpPolicy, otpPolicyWarnings } from "../../../src/domain/otp/otp-policy.js";
import { otpTemplateFaults } from "../../../src/domain/otp/otp-template-faults.js";
import { defaultPumpingGuard } from "../../../src/domain/otp/pumping-guard.js";

const file = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "otp-")), "policies.yaml");
  writeFileSync(path, content);
  return path;
};
const read = (content: string) => readOtpPolicies(file(content));
const faultsOf = (content: string): string => {
  try {
    read(content);
    return "";
  } catch (error) {
    if (!(error instanceof InvalidOtpPolicies)) throw error;
    return error.message;
  }
};

describe("a file of policies", () => {
  test("empty, it changes nothing", () => {
    expect(read("")).toEqual({ policies: defaultOtpPolicies, guard: defaultPumpingGuard });
  });

  test("adds purposes and changes fields of shipped ones", () => {
    const { policies } = read(`
purposes:
  login: { validityMinutes: 10, countries: [IN, GB], requireVerificationId: true, webHost: shop.example }
  payment: { length: 8, alphabet: alphanumeric, coolDownSeconds: [60, 600], template: otp_login }
`);
    expect([...policies.keys()]).toEqual(["login", "registration", "password_reset", "payment"]);
    expect(policies.get("login")).toEqual({
      ...defaultOtpPolicy("login"),
      validityMs: 600_000,
      countries: new Set(["IN", "GB"]),
      requireVerificationId: true,
      webHost: "shop.example",
    });
    expect(policies.get("payment")).toMatchObject({ length: 8, coolDownsMs: [60_000, 600_000], template: "otp_login" });
  });

  test("JSON is read too, and sets the pumping guard", () => {
    const { guard } = read(
      '{"pumping": {"thresholds": [{"kind": "block", "minSent": 20}], "allow": ["+9198", "caller:shop"]}}',
    );
    expect(guard).toEqual({
      thresholds: [{ kind: "block", dropDigits: 3, windowMs: 3_600_000, minSent: 20, minVerifiedPercent: 10 }],
      allow: ["+9198", "caller:shop"],
    });
  });

  test("every fault is named at once, with its place", () => {
    const faults = faultsOf(`
purposes:
  login: { length: 3, validityMinutes: 15, colour: red }
  "Two Words": {}
pumping: { allow: [everybody] }
`);
    for (const place of ["purposes.login.length", "purposes.login: ", "purposes.Two Words", "pumping.allow.0"])
      expect(faults).toContain(place);
  });

  test.each([
    ["no YAML", "purposes: [", "purposes"],
    ["11 minutes for login", "purposes: { login: { validityMinutes: 11 } }", "at most 10"],
    ["16 minutes for password_reset", "purposes: { password_reset: { validityMinutes: 16 } }", "validityMinutes"],
    [
      "a share of -0",
      "pumping: { thresholds: [{ kind: caller, minVerifiedPercent: -0 }] }",
      "thresholds.0.minVerifiedPercent: must not be -0",
    ],
    ["a country that no number is of", "purposes: { login: { countries: [UK] } }", "ISO 3166-1 alpha-2"],
    ["a host with its scheme", "purposes: { login: { webHost: 'https://shop.example' } }", "write shop.example"],
    ["a hash of another length", "purposes: { login: { retrieverHash: short } }", "11 characters"],
  ])("%s is refused", (_, content, said) => expect(faultsOf(content)).toContain(said));

  test("a file that is not there is named", () => {
    expect(() => readOtpPolicies("/nowhere/policies.yaml")).toThrow("/nowhere/policies.yaml");
  });
});

test("the guide's 15 minutes for a password reset are taken, and told", () => {
  const { policies } = read("purposes: { password_reset: { validityMinutes: 15 } }");
  expect(policies.get("password_reset")!.validityMs).toBe(900_000);
  expect(otpPolicyWarnings(policies)).toEqual([expect.stringMatching(/^password_reset: codes are valid for 15 min/)]);
  expect(otpPolicyWarnings(defaultOtpPolicies)).toEqual([]);
  expect(otpPolicyWarnings(read("purposes: { login: { length: 4 } }").policies)).toEqual([
    expect.stringContaining("more often than once in 10,000 days"),
    expect.stringContaining("at least 6 digits"),
  ]);
});

describe("policies and templates fit one another", () => {
  const templates = readTemplates("templates");

  test("the shipped ones do", () => expect(otpTemplateFaults(defaultOtpPolicies, templates)).toEqual([]));

  test.each([
    ["a template that is missing", "purposes: { payment: {} }", "there is no template otp_payment"],
    [
      "a template of another class",
      "purposes: { payment: { template: order_confirmation } }",
      "of class transactional",
    ],
    [
      "texts too long for SMS Retriever",
      "purposes: { login: { retrieverHash: FA+9qCX9VSu, webHost: shop.example } }",
      "SMS Retriever reads at most 140",
    ],
  ])("%s is named", (_, content, said) =>
    expect(otpTemplateFaults(read(content).policies, templates).join("\n")).toContain(said),
  );
});
