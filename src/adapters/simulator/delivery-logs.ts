import type { ReceiptPlan } from "./receipt-plans.js";
import type { SimulatedMessage } from "./simulated-message.js";

/** One line of a log group. */
export interface LogEvent {
  readonly id: string;
  /** The event's own time, ms. */
  readonly at: number;
  /** From when on it can be read. */
  readonly visibleAt: number;
  readonly message: string;
}

const mostEvents = 50_000;
const account = "000000000000";

/** SNS's form of an instant: without a zone, in UTC. */
const written = (at: Date): string => at.toISOString().replace("T", " ").replace("Z", "");

/** SNS' delivery logs by log group, the oldest line first as they were written. */
export class DeliveryLogs {
  readonly #groups = new Map<string, LogEvent[]>();
  #serial = 0;

  names(): readonly string[] {
    return [...this.#groups.keys()].sort();
  }

  of(group: string): readonly LogEvent[] | undefined {
    return this.#groups.get(group);
  }

  write(group: string, at: number, message: string, visibleAt = at): void {
    const events = this.#groups.get(group) ?? [];
    this.#groups.set(group, events);
    this.#serial += 1;
    events.push({ id: `3${String(this.#serial).padStart(55, "0")}`, at, visibleAt, message });
    if (events.length > mostEvents) events.shift();
  }

  /** Logs the fate of a text at once; the entry can be read from the time at which SNS would have logged it. */
  tell(region: string, text: SimulatedMessage, plan: ReceiptPlan, priceMicros: number | undefined): void {
    if (plan.status === "never") return;
    const failed = plan.status === "undelivered";
    const group = `sns/${region}/${account}/DirectPublishToPhoneNumber${failed ? "/Failure" : ""}`;
    const acceptedAt = new Date(text.at);
    const micros = plan.priceMicros ?? priceMicros;
    const line = JSON.stringify({
      notification: { messageId: text.messageId, timestamp: written(acceptedAt) },
      delivery: {
        phoneCarrier: "Simulated Carrier",
        numberOfMessageParts: text.segments,
        destination: text.phone,
        // Below a micro no double has another shortest form than the decimal one.
        ...(micros === undefined ? {} : { priceInUSD: micros / 1_000_000 }),
        smsType: text.attributes["AWS.SNS.SMS.SMSType"] ?? "Promotional",
        providerResponse: plan.providerResponse,
        dwellTimeMs: plan.afterMs,
        ...(failed ? {} : { dwellTimeMsUntilDeviceAck: plan.afterMs }),
      },
      status: failed ? "FAILURE" : plan.status === "unknown" ? "UNKNOWN" : "SUCCESS",
    });
    const at = acceptedAt.getTime() + plan.afterMs;
    for (let left = plan.duplicate ? 2 : 1; left > 0; left -= 1) this.write(group, at, line);
  }
}
