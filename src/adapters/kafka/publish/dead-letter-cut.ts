import type { IHeaders, Message } from "kafkajs";

const keptBytes = 64 * 1024;

/** Headers that say what happened, as opposed to those the record came with. */
const ours = /^(kafka_dlt-|__connect\.errors\.|sms-)/;

const lengthOf = (bytes: Message["key"]): number =>
  bytes === null || bytes === undefined ? 0 : Buffer.byteLength(bytes);

const oursOf = (headers: IHeaders): IHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => ours.test(name)));

/**
 * A smaller dead letter where the broker called this one too large: first its value is cut (CONTRACT.md, events out), then
 * the headers and the key it came with go. Undefined: there is nothing left to cut.
 */
export const cutDeadLetter = (message: Message): Message | undefined => {
  const { key, value, headers = {} } = message;
  if (value !== null && lengthOf(value) > keptBytes) {
    const whole = Buffer.from(value as Buffer);
    const truncated = { ...headers, "sms-truncated-from": String(whole.length) };
    return { ...message, value: whole.subarray(0, keptBytes), headers: truncated };
  }
  const bare = oursOf(headers);
  const dropped = Object.keys(headers).length - Object.keys(bare).length;
  if (dropped === 0 && lengthOf(key) <= keptBytes) return undefined;
  const said = { ...bare, "sms-truncated-headers": String(dropped) };
  return { ...message, key: lengthOf(key) > keptBytes ? null : (key ?? null), headers: said };
};
