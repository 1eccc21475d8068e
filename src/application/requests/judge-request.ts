import { classOf } from "../../domain/class-of.js";
import { jsonPointer } from "../../domain/json-pointer.js";
import { decide } from "../../domain/decision/decide.js";
import type { Decision } from "../../domain/decision/decision.js";
import { isTooFarAhead, mostDaysAhead } from "../../domain/decision/is-too-far-ahead.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { SendTime } from "../../domain/decision/send-request.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { GatherFacts } from "../controls/gather-facts.js";
import type { RoutedNotification } from "../notifications/notification.js";
import { schemaFaults } from "../notifications/schema-fault.js";
import type { Clock } from "../ports/clock.js";
import type { FieldFault } from "./field-fault.js";

/** A request to send that breaks its schema. */
export interface InvalidRequest {
  readonly kind: "invalid";
  readonly faults: readonly FieldFault[];
}

interface JudgedRequest {
  readonly kind: "judged";
  readonly decision: Decision;
  /** The fields that the schema knows, in its order. */
  readonly payload: unknown;
}

export interface JudgeNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly facts: () => DeploymentFacts;
  readonly gatherFacts: GatherFacts;
  readonly smsRequested: RoutedNotification;
}

/**
 * Decides about the body of a request to send, as it will be decided at a campaign's time where one is given; nothing is
 * sent or kept. Rejects while a store of the checks is away.
 */
export type JudgeRequest = (body: unknown, caller?: string, then?: SendTime) => Promise<JudgedRequest | InvalidRequest>;

export const createJudgeRequest =
  ({ clock, facts, gatherFacts, smsRequested }: JudgeNeeds): JudgeRequest =>
  async (body, caller, then) => {
    const asked = smsRequested.ask(body);
    if (!asked.success) {
      const faults = schemaFaults(asked.error.issues, "the body").map(({ path, message }) => ({
        pointer: jsonPointer(path),
        message,
      }));
      return { kind: "invalid", faults };
    }
    const { recipient: _, content, ...rest } = asked.messages[0]!;
    if (content.kind === "code") throw new TypeError("sms.requested asks for texts and templates only");
    const now = then?.at ?? clock.now();
    if (rest.sendAt !== undefined && isTooFarAhead(rest.sendAt.getTime(), now.getTime())) {
      const message = `must be at most ${mostDaysAhead} days from now, and is ${rest.sendAt.toISOString()}`;
      return { kind: "invalid", faults: [{ pointer: "/sendAt", message }] };
    }
    const { defaultCountry, templates } = facts();
    const number = parsePhoneNumber(rest.to, defaultCountry);
    const recipient = await gatherFacts({
      number,
      class: classOf({ ...rest, content }, templates),
      forecast: { caller, template: content.kind === "template" ? content.template : null },
    });
    const request = { ...rest, content, number, hours: then?.hours, requestedAt: now };
    return { kind: "judged", decision: decide(request, facts(), recipient, now), payload: asked.payload };
  };
