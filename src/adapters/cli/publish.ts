import { readFile } from "node:fs/promises";
import type { ExitCode, Terminal } from "./terminal.js";

/** Publishes one event's bytes to its topic; `undefined`, or a sentence that says why it was refused. */
export type PublishEvent = (topic: string, value: string, key: string | null) => Promise<string | undefined>;

export interface PublishOptions {
  readonly topic: string;
  /** Default: standard input; where that is a terminal or empty, the shipped sample of the topic. */
  readonly file?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The sample event of a topic, where one is shipped. */
export type SampleOf = (topic: string) => Promise<string | undefined>;

const piped = async ({ input }: Terminal): Promise<string> => {
  if (input.isTTY === true) return "";
  let text = "";
  for await (const chunk of input) text += chunk.toString();
  return text;
};

/** `sms publish TOPIC [FILE]`: to Kafka where it is configured, else to the running embedded service. */
export const publish = async (
  publishEvent: PublishEvent,
  sampleOf: SampleOf,
  { topic, file, key, json }: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  let value: string | undefined;
  try {
    value = file === undefined ? (await piped(terminal)) || (await sampleOf(topic)) : await readFile(file, "utf8");
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

/** `npm run sample`: CONTRACT.md's first two events. */
export const sample = async (
  publishEvent: PublishEvent,
  sampleOf: SampleOf,
  { output, errors }: Terminal,
): Promise<ExitCode> => {
  for (const topic of ["order.created", "driver.assigned"]) {
    const refusal = await publishEvent(topic, (await sampleOf(topic))!, null);
    if (refusal !== undefined) {
      errors.write(`npm run sample: ${refusal}\n`);
      return 1;
    }
    output.write(`published 1 event to ${topic}\n`);
  }
  output.write("four texts on three phones: look at the phone inbox\n");
  return 0;
};
