import type { Clock } from "../../application/ports/clock.js";
import { askedPatiently } from "./asked-patiently.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { Terminal } from "./terminal.js";

export interface FollowNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "sleep">;
}

/** States from which a message does not move by itself, or not soon. */
const ended = new Set(["sent", "failed", "in-doubt", "deferred", "carrier-accepted", "delivered", "undelivered"]);
const well = new Set(["sent", "deferred", "carrier-accepted", "delivered"]);
const everyMs = 250;
const rounds = 480;

/** Prints what becomes of messages that were just asked for, each as soon as it is known; true where all went well. */
export const followMessages = async (
  { call, clock }: FollowNeeds,
  ids: readonly string[],
  json: boolean,
  terminal: Terminal,
): Promise<boolean> => {
  const { errors, output } = terminal;
  const left = new Set(ids);
  let isWell = true;
  for (let round = 0; left.size > 0 && round < rounds; round += 1) {
    for (const id of [...left]) {
      const answer = await askedPatiently(call, `/v1/messages/${id}`);
      // Not read from its topic yet.
      if (answer === undefined || answer.status === 404) continue;
      const { body, status } = answer;
      if (status !== 200) {
        errors.write(`${id} cannot be followed\n`);
        refused(terminal, answer, json);
        return false;
      }
      const state = String(body["state"]);
      if (!ended.has(state)) continue;
      left.delete(id);
      isWell &&= well.has(state);
      const { reason, detail } = (body["outcome"] ?? {}) as { reason?: string | null; detail?: string };
      const why = reason ? `: ${reason}, ${detail}` : "";
      output.write(json ? `${JSON.stringify(body)}\n` : `${state} ${id}${why}\n`);
    }
    if (left.size > 0) await clock.sleep(everyMs);
  }
  for (const id of left) errors.write(`${id} has not ended yet; see: sms explain ${id}\n`);
  return isWell && left.size === 0;
};
