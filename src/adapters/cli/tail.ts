import type { Clock } from "../../application/ports/clock.js";
import { unknownTopic } from "../../domain/unknown-topic.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

const outcomes = ["sms.sent", "sms.failed", "sms.delivered", "sms.undelivered"];
const followed = [...outcomes, "otp.verified", "otp.exhausted", "sms.budget_warning", "sms.dead-letter"];
const everyMs = 500;

interface TailNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "sleep">;
}

interface Listed {
  readonly topic: string;
  readonly offset: string;
  readonly timestamp: string;
  readonly value: unknown;
}

/** One event for a person; the number stays out of a screen that others see. */
const line = ({ timestamp, topic, value }: Listed): string => {
  const { class: of, detail, messageId, reason, template } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const why = reason == null ? undefined : `${reason}: ${detail}`;
  return [timestamp.slice(11, 19), topic.padEnd(15), messageId, of, template, why]
    .filter((word) => word != null)
    .join("  ");
};

/** `sms tail [--topic T]`: outcomes from now on, until it is interrupted or the service goes away. */
export const tail = async (
  { call, clock }: TailNeeds,
  { topic, json }: { readonly topic?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> => {
  if (topic !== undefined && !followed.includes(topic)) {
    terminal.errors.write(`sms tail: ${unknownTopic(topic, followed)}\n`);
    return 2;
  }
  if (terminal.environment["KAFKA_BROKERS"]) {
    terminal.errors.write(
      "sms tail: it follows the embedded bus; with KAFKA_BROKERS read the topics themselves, such as with kcat -C -o end\n",
    );
    return 1;
  }
  const seen = new Map<string, bigint>();
  for (let isFirst = true; ; isFirst = false) {
    for (const one of topic === undefined ? outcomes : [topic]) {
      const answer = await call("GET", `/v1/events?topic=${one}`);
      if (answer.status !== 200) return refused(terminal, answer, json === true);
      for (const event of answer.body["events"] as readonly Listed[]) {
        if (BigInt(event.offset) <= (seen.get(one) ?? -1n)) continue;
        seen.set(one, BigInt(event.offset));
        // Earlier events are left to `sms find`.
        if (!isFirst) terminal.output.write(`${json === true ? JSON.stringify(event) : line(event)}\n`);
      }
    }
    await clock.sleep(everyMs);
  }
};
