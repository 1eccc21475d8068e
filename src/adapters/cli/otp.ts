import type { Command } from "commander";
import { refused, type ServiceClient } from "./service-client.js";
import { showAnswer } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand } from "./text-commands.js";

interface SendOtpOptions {
  readonly to: string;
  readonly purpose: string;
  readonly locale?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `sms otp send NUMBER --purpose`: sends a code to the number; prints the values needed to verify it. */
export const sendOtp = async (
  call: ServiceClient,
  { to, purpose, locale, idempotencyKey, json }: SendOtpOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const headers = idempotencyKey === undefined ? undefined : { "idempotency-key": idempotencyKey };
  const answer = await call("POST", "/v1/otp", { to, purpose, locale }, headers);
  return showAnswer(
    terminal,
    answer,
    json,
    ({ verificationId, to: shown, expiresAt, resendAt }) =>
      `sent to ${shown}, valid until ${expiresAt}, another one from ${resendAt}; verify it with: sms otp verify NUMBER CODE --purpose ${purpose} --verification-id ${verificationId}`,
  );
};

interface VerifyOtpOptions {
  readonly to: string;
  readonly code: string;
  readonly purpose: string;
  readonly verificationId?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `sms otp verify NUMBER CODE --purpose`: exit 0 when accepted, 1 when not. */
export const verifyOtp = async (
  call: ServiceClient,
  { json, ...guess }: VerifyOtpOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await call("POST", "/v1/otp/verify", guess);
  if (answer.status !== 200) return refused(terminal, answer, json === true);
  const { accepted, attemptsLeft } = answer.body;
  const left = attemptsLeft === undefined ? "" : `; ${attemptsLeft} attempts left`;
  terminal.output.write(
    json === true ? `${JSON.stringify(answer.body)}\n` : accepted === true ? "accepted\n" : `not accepted${left}\n`,
  );
  return accepted === true ? 0 : 1;
};

/** `sms otp`: one-time codes. */
export const otpCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const purpose = [
    "--purpose <purpose>",
    "login, registration, password_reset, or another that is configured",
    "login",
  ] as const;
  const otp = program.command("otp").description("one-time codes");
  add(
    "send <number>",
    "send a code",
    [
      purpose,
      ["--locale <locale>", "such as en-IN or hi"],
      ["--idempotency-key <key>", "the same key never sends twice"],
    ],
    (to: string, given: Omit<SendOtpOptions, "to">) => sendOtp(call, { ...given, to }, terminal),
    otp,
  );
  add(
    "verify <number> <code>",
    "verify a code; exit 1 when it is not accepted",
    [purpose, ["--verification-id <id>", "as the send answered it"]],
    (to: string, code: string, given: Omit<VerifyOtpOptions, "to" | "code">) =>
      verifyOtp(call, { ...given, to, code }, terminal),
    otp,
  );
};
