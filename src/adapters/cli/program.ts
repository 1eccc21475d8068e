import { accountCommands } from "./account.js";
import { errorText } from "../../domain/error-text.js";
import { isProgrammingFault } from "../../domain/programming-fault.js";
import { nearestName } from "../../domain/nearest-name.js";
import { Command, CommanderError } from "commander";
import { auditCommands } from "./audit.js";
import { completionCommand } from "./completion.js";
import { BadUsage } from "./bad-usage.js";
import { webhookCommands } from "./webhooks.js";
import { deadLetterCommands } from "./dead-letters.js";
import { dashTexts } from "./dash-texts.js";
import { optOutCommands } from "./opt-outs.js";
import { type HashKeyOptions, hashKey } from "./keys.js";
import { type ServiceNeeds, serviceCommands } from "./service-commands.js";
import type { Reach } from "./reach.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { type AddCommand, type Json, type TextNeeds, textCommands } from "./text-commands.js";

export interface ProgramNeeds extends ServiceNeeds, TextNeeds {
  /** The service that the commands ask; where nothing is given the environment says. */
  readonly reach: (given: Reach) => void;
  readonly serve: () => Promise<ExitCode>;
  readonly showConfig: (json: boolean) => Promise<ExitCode>;
  readonly simulator: () => Promise<ExitCode>;
  readonly version: string;
}

/** Options without a value, of every command. */
const flagsOf = (command: Command): ReadonlySet<string> =>
  new Set(
    [
      ...command.options.flatMap(({ long, short, optional, required }) => (optional || required ? [] : [long, short])),
      ...command.commands.flatMap((one) => [...flagsOf(one)]),
    ].filter((flag) => flag != null),
  );

/** A bare noun shows what there is, where it can: `sms dead-letters` is `sms dead-letters list`. */
const shows: readonly string[] = ["list", "show"];

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/** The complaint about a word that is no command, with the one that was meant. */
const unknownWord = (group: Command, word: string): string => {
  const nearest = nearestName(
    word,
    group.commands.map((command) => command.name()),
  );
  const meant = nearest === undefined ? "" : `did you mean ${nearest}? `;
  return `${nameOf(group)}: there is no command ${word}; ${meant}see ${nameOf(group)} --help`;
};

/** Options of every command that asks the running service. */
const reachOptions = [
  ["--url <url>", "address of the service, instead of SMS_URL (http://127.0.0.1:8080)"],
  ["--key <secret>", "API key, instead of SMS_API_KEY"],
  ["--because <reason>", "why, for the audit trail"],
] as const;

/** An answer that lacks what this version's answers have is JSON of another program, or of another version. */
const strangerSays = (fault: string): string =>
  `The answer is not one that this command can read: does --url or SMS_URL name this service, in this version? (${fault})\n`;

/** `sms`: runs one command line and answers its exit code. Without a command it serves, or helps a person at a terminal. */
export const runProgram = async (
  argv: readonly string[],
  needs: ProgramNeeds,
  terminal: Terminal,
): Promise<ExitCode> => {
  let code: ExitCode = 0;
  let asks = false;
  const program = new Command("sms")
    .description("Turns domain events into SMS through Amazon SNS. Without a command and a terminal it serves.")
    .helpCommand(true)
    .version(needs.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
    })
    .allowExcessArguments()
    .action(async () => {
      const [unknown] = program.args;
      if (unknown !== undefined) program.error(unknownWord(program, unknown), { exitCode: 2 });
      if (terminal.isPerson === true) program.outputHelp();
      else code = await needs.serve();
    })
    .hook("preAction", (_, command) => {
      const { url, key, because } = command.opts<Reach>();
      asks = command.options.some(({ long }) => long === "--url");
      needs.reach({ url, key, because });
    });
  const add: AddCommand = (usage, description, options, run, under = program) => {
    const isDefault = under !== program && shows.includes(usage);
    if (isDefault)
      under
        .addHelpText("after", `\nWithout a command: ${usage}. Its options: ${nameOf(under)} ${usage} --help`)
        // Else a mistyped command would be an argument of the default.
        .hook("preSubcommand", ({ args: [word] }) => {
          const isKnown =
            word === undefined || word.startsWith("-") || under.commands.some((one) => one.name() === word);
          if (!isKnown) under.error(unknownWord(under, word), { exitCode: 2 });
        });
    const command = under
      .command(usage, { isDefault })
      .description(description)
      .option("--json", "one JSON object per line")
      // The first word of a text that was not quoted is not the text.
      .allowExcessArguments(false);
    for (const [flags, about, byDefault] of options) command.option(flags, about, byDefault);
    command.action(async (...given) => {
      code = await run(...(given as never[]));
    });
  };
  const addAsking: AddCommand = (usage, description, options, run, under) =>
    add(usage, description, [...options, ...reachOptions], run, under);
  add("serve", "run the service until Ctrl-C or SIGTERM", [], needs.serve);
  textCommands(program, add, needs, terminal);
  serviceCommands(program, addAsking, needs, terminal);
  auditCommands(program, addAsking, needs.call, terminal);
  accountCommands(program, addAsking, needs.call, terminal);
  webhookCommands(program, addAsking, needs.call, terminal);
  deadLetterCommands(program, addAsking, needs, terminal);
  optOutCommands(program, addAsking, needs.call, terminal);
  add("config", "the settings in force; secrets are hidden", [], ({ json }: Json) => needs.showConfig(json === true));
  add(
    "hash",
    "the entry of an API key that does not hold its secret; the secret on standard input, or a new one",
    [
      ["--name <name>", "the key's name", "NAME"],
      ["--scopes <scopes>", "what it may do, such as send+read", "send+read"],
    ],
    (given: HashKeyOptions) => hashKey(given, terminal),
    program.command("keys").description("API keys"),
  );
  add(
    "completion <shell>",
    "the script by which bash, zsh or fish completes commands and options",
    [],
    (shell: string) => completionCommand(shell, program, terminal),
  );
  addAsking(
    "simulator",
    "run the SNS simulator alone, on SIMULATOR_PORT; it tells replies to the service at SMS_URL",
    [],
    needs.simulator,
  );
  try {
    await program.parseAsync(dashTexts(argv, flagsOf(program)), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const stranger = asks && isProgrammingFault(error);
    terminal.errors.write(stranger ? strangerSays(errorText(error)) : `${errorText(error)}\n`);
    return error instanceof BadUsage ? 2 : 1;
  }
};
