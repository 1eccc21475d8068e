import { readFile } from "node:fs/promises";
import type { ExitCode, Terminal } from "./terminal.js";

/** Publishes one event's bytes to its topic; `undefined`, or a sentence that says why it was refused. */
export type PublishEvent = (topic: string, value: Buffer, key: string | null) => Promise<string | undefined>;

export interface PublishOptions {
  readonly topic: string;
  /** Default: standard input; where that is a terminal or empty, the shipped sample of the topic. */
  readonly file?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The sample event of a topic, where one is shipped. */
export type SampleOf = (topic: string) => Promise<Buffer | undefined>;

/** Far above what a log takes; what never ends is no event. */
const largestEvent = 16 * 1024 * 1024;

/** The bytes as they come; undefined where there are none. */
const piped = async ({ input }: Terminal): Promise<Buffer | undefined> => {
  if (input.isTTY === true) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > largestEvent) throw new Error(`standard input holds more than ${largestEvent} bytes: it is no event`);
    chunks.push(bytes);
  }
  return length === 0 ? undefined : Buffer.concat(chunks);
};

/** `sms publish TOPIC [FILE]`: to Kafka where it is configured, else to the running embedded service. */
export const publish = async (
  publishEvent: PublishEvent,
  sampleOf: SampleOf,
  { topic, file, key, json }: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  let value: Buffer | undefined;
  try {
    value = file === undefined ? ((await piped(terminal)) ?? (await sampleOf(topic))) : await readFile(file);
  } catch (error) {
    errors.write(`sms publish: ${(error as Error).message}\n`);
    return 1;
  }
  if (value === undefined) {
    errors.write(`sms publish: no event given; name a FILE, or pipe one in (there is no sample of ${topic})\n`);
    return 2;
  }
  const refusal = await publishEvent(topic, value, key ?? null);
  if (refusal !== undefined) {
    errors.write(`sms publish: ${refusal}\n`);
    return 1;
  }
  output.write(json === true ? `${JSON.stringify({ topic, published: true })}\n` : `published 1 event to ${topic}\n`);
  return 0;
};

/** `npm run sample`: the order that is made, and the driver that takes it. */
export const sample = async (
  publishEvent: PublishEvent,
  sampleOf: SampleOf,
  { output, errors }: Terminal,
): Promise<ExitCode> => {
  for (const topic of ["order.created", "driver.assigned"]) {
    const value = await sampleOf(topic);
    const refusal = value === undefined ? `no sample of ${topic} is shipped` : await publishEvent(topic, value, null);
    if (refusal !== undefined) {
      errors.write(`npm run sample: ${refusal}\n`);
      return 1;
    }
    output.write(`published 1 event to ${topic}\n`);
  }
  output.write("four texts on three phones: look at the phone inbox\n");
  return 0;
};
