import type { Decision } from "../../domain/decision/decision.js";
import type { Message } from "../message/message.js";
import { deliveryEnds } from "./delivery-ends.js";
import type { End } from "../message/outcome.js";

/** The end of a refused message: one that came in time, and was held back until it was late, was not late by its sender. */
export const refusedEnd = (
  { arrivedAt }: Message,
  { plan, refusal }: Extract<Decision, { kind: "refuse" }>,
  heldBack: boolean,
  now: Date,
): End => {
  const { reason, detail } = refusal;
  const inTime = plan.deadline !== undefined && arrivedAt <= plan.deadline;
  // A text that asks to wait for too long ends before its deadline.
  const passed = plan.deadline === undefined || plan.deadline <= now;
  const isLate = reason === "deadline-passed" && passed && (heldBack || inTime);
  return isLate ? deliveryEnds.heldBack() : { status: "failed", reason, detail };
};
