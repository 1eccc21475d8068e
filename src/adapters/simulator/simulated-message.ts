import type { Encoding } from "../../domain/text/text.js";

/** One text as it reached a simulated phone. */
export interface SimulatedMessage {
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  /** SNS' message attributes by name, such as `AWS.SNS.SMS.SMSType`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly at: string;
}
