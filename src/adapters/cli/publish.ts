import { readFile } from "node:fs/promises";
import { fileTrouble } from "../../domain/file-trouble.js";
import { type FollowNeeds, followMessages } from "./follow-messages.js";
import { jsonObject } from "../../domain/json-object.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** The messages that an event asks for, or the fault by which the service will refuse it. */
export type AskedMessages = { readonly ids: readonly string[] } | { readonly fault: string };

/** The event's id and its messages, or a sentence that says why it was refused. */
export type Published =
  | { readonly id: string; readonly asked: () => Promise<AskedMessages> }
  | { readonly refusal: string };

/** Publishes one event's bytes, a JSON object, to its topic. */
export type PublishEvent = (topic: string, value: Buffer, key: string | null) => Promise<Published>;

export interface PublishOptions {
  readonly topic: string;
  /** Default: standard input. */
  readonly file?: string | undefined;
  readonly recordKey?: string | undefined;
  /** The shipped sample of the topic instead. */
  readonly sample?: boolean | undefined;
  /** Samples although texts go out through Amazon SNS. */
  readonly really?: boolean | undefined;
  /** Follows the event's messages until each has an outcome. */
  readonly wait?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The sample event of a topic, where one is shipped. */
export type SampleOf = (topic: string) => Promise<Buffer | undefined>;

/** Far above the size that a log takes; an endless input is no event. */
const largestEvent = 16 * 1024 * 1024;

const piped = async ({ input }: Terminal): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > largestEvent) throw new Error(`standard input holds more than ${largestEvent} bytes: it is no event`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

/** Samples name phones of strangers: none is texted for real by accident. */
const withheld = ({ environment }: Terminal, really: boolean | undefined): string | undefined =>
  environment["SMS_GATEWAY"] === "sns" && really !== true
    ? "SMS_GATEWAY=sns: the samples would text real phones; leave it out, or add --really"
    : undefined;

/** The reason why the bytes are no event; undefined where they are one. */
const noEvent = (value: Buffer): string | undefined => {
  if (value.toString("utf8").trim() === "")
    return "the event is empty, so nothing is published; --sample publishes the shipped one";
  try {
    if (jsonObject(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value)) !== undefined)
      return undefined;
  } catch {
    return "the event is not UTF-8; write it as a JSON object";
  }
  return `the event must be a JSON object, and these ${value.length} bytes are none`;
};

/** The event to publish, or the reason there is none, with its exit code. */
const eventOf = async (
  sampleOf: SampleOf,
  { topic, file, sample: isSample, really }: PublishOptions,
  terminal: Terminal,
): Promise<Buffer | readonly [ExitCode, string]> => {
  if (isSample === true && file !== undefined) return [2, "give either a FILE or --sample"];
  if (isSample === true) {
    const why = withheld(terminal, really);
    return why === undefined ? ((await sampleOf(topic)) ?? [1, `there is no sample of ${topic}`]) : [1, why];
  }
  if (file === undefined && terminal.input.isTTY === true)
    return [2, "no event given; name a FILE, pipe one in, or publish the shipped one with --sample"];
  try {
    const value = file === undefined ? await piped(terminal) : await readFile(file);
    const why = noEvent(value);
    return why === undefined ? value : [1, why];
  } catch (error) {
    return [1, fileTrouble(file ?? "standard input", error)];
  }
};

/** Tells what becomes of each message of an event; 1 where one does not go out. */
const follow = async (
  needs: FollowNeeds,
  asked: AskedMessages,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  if ("fault" in asked) {
    terminal.errors.write(`sms publish: the service will refuse it: ${asked.fault}\n`);
    return 1;
  }
  if (asked.ids.length === 0) terminal.errors.write("the event asks for no text\n");
  return (await followMessages(needs, asked.ids, json, terminal)) ? 0 : 1;
};

const publishedLine = (topic: string, id: string, json: boolean | undefined): string =>
  json === true ? `${JSON.stringify({ topic, published: true, id })}\n` : `published ${id} to ${topic}\n`;

/** `sms publish TOPIC [FILE]`: to Kafka where it is configured, else to the running embedded service. */
export const publish = async (
  { publishEvent, ...needs }: FollowNeeds & { readonly publishEvent: PublishEvent },
  sampleOf: SampleOf,
  options: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const { json, recordKey, topic, wait } = options;
  const value = await eventOf(sampleOf, options, terminal);
  if (!Buffer.isBuffer(value)) {
    errors.write(`sms publish: ${value[1]}\n`);
    return value[0];
  }
  const published = await publishEvent(topic, value, recordKey ?? null);
  if ("refusal" in published) {
    errors.write(`sms publish: ${published.refusal}\n`);
    return 1;
  }
  const { id } = published;
  output.write(publishedLine(topic, id, json));
  return wait === true ? follow(needs, await published.asked(), json === true, terminal) : 0;
};

/** `sms sample`: the order that is made, and the driver that takes it. */
export const sample = async (
  publishEvent: PublishEvent,
  sampleOf: SampleOf,
  { json, really }: Pick<PublishOptions, "json" | "really">,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  const refused = (why: string): ExitCode => {
    errors.write(`sms sample: ${why}\n`);
    return 1;
  };
  const why = withheld(terminal, really);
  if (why !== undefined) return refused(why);
  for (const topic of ["order.created", "driver.assigned"]) {
    const value = await sampleOf(topic);
    if (value === undefined) return refused(`no sample of ${topic} is shipped`);
    const published = await publishEvent(topic, value, null);
    if ("refusal" in published) return refused(published.refusal);
    output.write(publishedLine(topic, published.id, json));
  }
  if (json !== true)
    output.write(
      "four texts on three phones: look at the phone inbox, whose address the service printed as it started\n",
    );
  return 0;
};
