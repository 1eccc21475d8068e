export class ServiceAway extends Error {
  override readonly name = "ServiceAway";
}

const isLate = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

/** The reason why nothing was answered, with what to do. */
export const awayFrom = (base: string, error: unknown, deadlineMs: number): ServiceAway =>
  new ServiceAway(
    isLate(error)
      ? `The service at ${base} did not answer within ${deadlineMs / 1_000} s; what was asked of it may be done nevertheless`
      : `No service answers at ${base}; start it with \`npm start\` or \`sms serve\`, or name another with --url or SMS_URL`,
  );
