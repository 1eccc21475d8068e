import type { Command } from "commander";
import type { BulkNeeds, BulkOptions } from "./bulk.js";
import { doctor } from "./doctor.js";
import { explain } from "./explain.js";
import { find, findOptions } from "./find.js";
import { inDoubtCommands } from "./in-doubt.js";
import { otpCommands } from "./otp.js";
import { type PublishEvent, type PublishOptions, publish, type SampleOf, sample } from "./publish.js";
import { receiptCommands } from "./receipts.js";
import { campaignCommands } from "./campaign-commands.js";
import { scheduledCommands } from "./scheduled.js";
import { type SendNeeds, send } from "./send.js";
import type { ServiceDownload } from "./service-download.js";
import { showAnswer } from "./show-answer.js";
import { spend } from "./spend.js";
import { type NewEvents, tail } from "./tail.js";
import type { Terminal } from "./terminal.js";
import { type AddCommand, type Json, messageOptions } from "./text-commands.js";

/** The needs of commands that ask the running service. */
export interface ServiceNeeds extends SendNeeds {
  readonly bulk: () => Promise<BulkNeeds>;
  readonly download: ServiceDownload;
  readonly publishEvent: PublishEvent;
  readonly newEvents: () => Promise<NewEvents | undefined>;
  readonly sampleOf: SampleOf;
}

/** send, explain, publish, sample, otp, in-doubt, journal: through SMS_URL with SMS_API_KEY. */
export const serviceCommands = (program: Command, add: AddCommand, needs: ServiceNeeds, terminal: Terminal): void => {
  const { call, publishEvent, sampleOf } = needs;
  const idempotency = ["--idempotency-key <key>", "the same key never sends twice"] as const;
  const really = ["--really", "samples although SMS_GATEWAY is sns"] as const;

  add(
    "send <number> [text]",
    "send one text",
    [...messageOptions, idempotency, ["--wait", "return when the outcome is known"]],
    (to: string, text: string | undefined, given: object) => send(needs, { ...given, to, text }, terminal),
  );
  add(
    "bulk <file>",
    "a text to each row of a CSV file, through the running service",
    [
      ["--text <text>", "the same text to everybody"],
      ["--template <name>", "a template, its variables from the columns"],
      ["--variables <json>", "stand for all rows, a JSON object"],
      ["--class <class>", "transactional or promotional"],
      ["--locale <locale>", "such as en-IN or hi"],
      ["--sender <id>", "sender ID"],
      ["--resume", "go on with a run that was broken off; nobody is texted twice"],
    ],
    // Loaded where it is used: reading numbers takes the numbering plans of the world.
    async (file: string, given: Omit<BulkOptions, "file">) =>
      (await import("./bulk.js")).bulk(await needs.bulk(), { ...given, file }, terminal),
  );
  add(
    "doctor",
    "what stands between the running service and production; exit 1 where a check fails",
    [],
    ({ json }: Json) => doctor(call, json === true, terminal),
  );
  add(
    "explain <id>",
    "state, timeline and checks of one message, by any of its ids",
    [],
    (id: string, { json }: Json) => explain(call, id, json === true, terminal),
  );
  add(
    "find [number]",
    "messages of the last 7 days, newest first",
    findOptions,
    (to: string | undefined, given: object) => find(call, { ...given, to }, terminal),
  );
  add(
    "tail",
    "follow outcomes live, until Ctrl-C: on Kafka where KAFKA_BROKERS is set, else of the running embedded service",
    [["--topic <topic>", "one topic, such as sms.failed"]],
    (given: Json & { topic?: string }) => tail(needs, given, terminal),
  );
  add(
    "publish <topic> [file]",
    "publish one event: to Kafka where KAFKA_BROKERS is set, else to the running embedded service",
    [
      ["--record-key <key>", "the record's key"],
      ["--sample", "the shipped event of the topic"],
      really,
      ["--wait", "return when each of its texts has an outcome; the service at SMS_URL tells it"],
    ],
    (topic: string, file: string | undefined, given: Omit<PublishOptions, "topic" | "file">) =>
      publish(needs, sampleOf, { ...given, topic, file }, terminal),
  );
  add(
    "sample",
    "publish the sample order.created and driver.assigned",
    [really],
    (given: Json & { really?: boolean }) => sample(publishEvent, sampleOf, given, terminal),
  );

  add("spend", "what is spent, reserved and allowed, and what the month will cost", [], ({ json }: Json) =>
    spend(call, json === true, terminal),
  );

  otpCommands(program, add, call, terminal);
  campaignCommands(program, add, needs, terminal);
  scheduledCommands(program, add, call, terminal);
  inDoubtCommands(program, add, call, terminal);
  receiptCommands(program, add, call, terminal);
  const journal = program.command("journal").description("the journal of what was sent");
  add(
    "accept-loss",
    "go on although Redis lost the journal",
    [],
    async ({ json }: Json) => {
      const answer = await call("POST", "/v1/journal/accept-loss", {});
      return showAnswer(terminal, answer, json, () => "accepted: consumption goes on with a new journal");
    },
    journal,
  );
};
