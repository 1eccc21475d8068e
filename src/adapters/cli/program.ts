import { Command, CommanderError } from "commander";
import { explain } from "./explain.js";
import { listInDoubt, resolveInDoubt } from "./in-doubt.js";
import { type PublishEvent, publish, type SampleOf, sample } from "./publish.js";
import { send } from "./send.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface ProgramNeeds {
  readonly call: ServiceClient;
  readonly publishEvent: PublishEvent;
  readonly sampleOf: SampleOf;
  readonly serve: () => Promise<ExitCode>;
  readonly showConfig: (json: boolean) => ExitCode;
  readonly simulator: () => Promise<number>;
  readonly version: string;
}

interface Json {
  readonly json?: boolean;
}

/** `sms`: runs one command line and answers its exit code. Without a command it serves. */
export const runProgram = async (
  argv: readonly string[],
  needs: ProgramNeeds,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { call } = needs;
  let code: ExitCode = 0;
  const program = new Command("sms")
    .description("Turns domain events into SMS through Amazon SNS. Without a command it serves.")
    .version(needs.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
    })
    .action(async () => {
      code = await needs.serve();
    });
  /** A command, its exit code kept. */
  const command = (usage: string, description: string, under = program) =>
    under.command(usage).description(description).option("--json", "one JSON object per line");

  command("send <number> [text]", "send one text through the running service")
    .option("--template <name>", "a template instead of a text")
    .option("--variables <json>", "its variables, a JSON object")
    .option("--class <class>", "transactional or promotional")
    .option("--locale <locale>", "such as en-IN or hi")
    .option("--sender <id>", "sender ID")
    .option("--optimize", "shorten to --max-parts instead of refusing")
    .option("--max-parts <n>", "most parts")
    .option("--send-at <instant>", "not before, RFC 3339")
    .option("--reference <text>", "handed back in the outcome")
    .option("--idempotency-key <key>", "the same key never sends twice")
    .option("--wait", "return when the outcome is known")
    .action(async (to: string, text: string | undefined, options: object) => {
      code = await send(call, { ...options, to, text }, terminal);
    });
  command("explain <id>", "state, timeline and checks of one message").action(async (id: string, { json }: Json) => {
    code = await explain(call, id, json === true, terminal);
  });
  command("publish <topic> [file]", "publish one event: to Kafka, or to the running embedded service")
    .option("--key <key>", "the record's key")
    .action(async (topic: string, file: string | undefined, options: { key?: string } & Json) => {
      code = await publish(needs.publishEvent, needs.sampleOf, { ...options, topic, file }, terminal);
    });
  command("sample", "publish the sample order.created and driver.assigned").action(async () => {
    code = await sample(needs.publishEvent, needs.sampleOf, terminal);
  });
  command("config", "the settings in force; secrets are hidden").action(({ json }: Json) => {
    code = needs.showConfig(json === true);
  });
  command("simulator", "run the SNS simulator alone, on SIMULATOR_PORT").action(async () => {
    code = (await needs.simulator()) as ExitCode;
  });

  const doubts = program.command("in-doubt").description("messages of which nobody knows whether they went out");
  command("list", "the oldest first", doubts).action(async ({ json }: Json) => {
    code = await listInDoubt(call, json === true, terminal);
  });
  command("resolve <id>", "say what became of one", doubts)
    .requiredOption("--as <end>", "sent or failed")
    .action(async (id: string, { as, json }: { as: string } & Json) => {
      code = await resolveInDoubt(call, id, as, json === true, terminal);
    });
  command(
    "accept-loss",
    "go on although Redis lost the journal",
    program.command("journal").description("the journal"),
  ).action(async () => {
    const answer = await call("POST", "/v1/journal/accept-loss", {});
    if (answer.status === 200) terminal.output.write("accepted: consumption goes on with a new journal\n");
    else code = refused(terminal, answer);
  });

  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.errors.write(`${error instanceof Error ? error.message : "failed"}\n`);
    return 1;
  }
};
