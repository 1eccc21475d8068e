import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { type SmsReceived, smsReceived } from "../notifications/sms-received.js";
import type { Hashes } from "../ports/hashes.js";
import type { TellEvent } from "./tell-event.js";

interface TellInboundNeeds {
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly tellEvent: TellEvent;
}

/** Passes on a text that somebody wrote to us. Durable when it resolves: a text told again, by any door, counts once. */
export type TellInbound = (inbound: SmsReceived) => Promise<void>;

export const createTellInbound =
  ({ defaultCountry, hashes, tellEvent }: TellInboundNeeds): TellInbound =>
  async (payload) => {
    const { from, inboundId, provider = "" } = payload;
    const number = parsePhoneNumber(from, defaultCountry);
    const key = hashes.keyed(typeof number === "string" ? from : number.e164);
    await tellEvent({ topic: smsReceived.topic, id: hashes.keyed(`${provider}\n${inboundId}`), key, payload });
  };
