import type { Command } from "commander";
import type { AcceptRequest } from "../../application/requests/accept-request.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { Template } from "../../domain/template/template.js";
import type { CheckFile } from "./campaign-check.js";
import { windowOptions } from "./window-options.js";
import type { LimitsFaults } from "./limits.js";
import type { ExitCode, Terminal } from "./terminal.js";
import { withTemplates } from "./with-templates.js";

/** The needs of commands that look at texts without a service. */
export interface TextNeeds {
  readonly checkFile: CheckFile;
  readonly defaultCountry: () => Promise<string>;
  readonly limitsFaults: LimitsFaults;
  readonly judge: AcceptRequest["preview"];
  /** Integer micro-USD of one part in the default country. */
  readonly pricePerPart: () => Promise<(of: MessageClass) => number | undefined>;
  /** Rejects with every fault of every file. */
  readonly templates: () => Promise<ReadonlyMap<string, Template>>;
}

export interface Json {
  readonly json?: boolean;
}

/** Makes a command under another; its exit code is what its action resolves with. */
export type AddCommand = (
  usage: string,
  description: string,
  options: readonly (readonly [flags: string, description: string, byDefault?: string])[],
  run: (...given: never[]) => Promise<ExitCode> | ExitCode,
  under?: Command,
) => void;

/** Options of every command that names one message. */
export const messageOptions = [
  ["--template <name>", "a template instead of a text"],
  ["--variables <json>", "its variables, a JSON object"],
  ["--class <class>", "transactional or promotional"],
  ["--locale <locale>", "such as en-IN or hi"],
  ["--sender <id>", "sender ID"],
  ["--optimize", "shorten to --max-parts instead of refusing"],
  ["--max-parts <n>", "most parts"],
  ["--send-at <instant>", "not before, RFC 3339"],
  ["--reference <text>", "handed back in the outcome"],
] as const;

/** segments, phone, preview, templates: nothing is sent, no service is asked. */
export const textCommands = (program: Command, add: AddCommand, needs: TextNeeds, terminal: Terminal): void => {
  const { input, output } = terminal;
  add(
    "segments [text]",
    "encoding and parts of a text, or of each line of standard input",
    [],
    async (text?: string, given?: Json) =>
      (await import("./segments.js")).segments({ argument: text, json: given?.json === true, input, output }),
  );
  add(
    "phone [number]",
    "a number in E.164, or of each line of standard input",
    [],
    async (number?: string, given?: Json) => {
      const { phone } = await import("./phone.js");
      const defaultCountry = await needs.defaultCountry();
      return phone({ argument: number, json: given?.json === true, input, output, defaultCountry });
    },
  );
  add(
    "preview <number> [text]",
    "what would become of a message, with every check; nothing is sent",
    messageOptions,
    async (to: string, text: string | undefined, given: object) =>
      (await import("./preview.js")).preview(needs.judge, { ...given, to, text }, terminal),
  );

  const campaign = program.command("campaign").description("one text to many people");
  add(
    "check <file>",
    "what a CSV file of recipients comes to: faults by line, parts, cost; nothing is sent",
    [
      ["--template <name>", "the text of each row"],
      ["--text <text>", "a text instead of a template"],
      ["--variables <json>", "stand for all rows, a JSON object"],
      ["--class <class>", "transactional or promotional"],
      ["--locale <locale>", "such as en-IN or hi"],
      ...windowOptions,
    ],
    async (file: string, given: object) =>
      (await import("./campaign-check.js")).campaignCheck(needs.checkFile, { ...given, file }, terminal),
    campaign,
  );

  const limits = program
    .command("limits")
    .description("what may be spent, and how often a number is texted: SMS_LIMITS");
  add(
    "check <file>",
    "every fault of a file of limits; exit 1 when there is one",
    [],
    async (file: string, { json }: Json) =>
      (await import("./limits.js")).checkLimits(needs.limitsFaults, file, json === true, terminal),
    limits,
  );

  const templates = program.command("templates").description("message templates, from SMS_TEMPLATES_DIR");
  add(
    "list",
    "names, classes, locales and variables; * marks one that may be left out",
    [],
    async (given: Json) => {
      const { listTemplates } = await import("./list-templates.js");
      return withTemplates(needs.templates, given, terminal, (all) => listTemplates(all, given, terminal));
    },
    templates,
  );
  add(
    "lint",
    "what each text takes, and everything that is wrong; exit 1 when anything is",
    [],
    async (given: Json) => {
      const { lintTemplates } = await import("./lint-templates.js");
      return withTemplates(needs.templates, given, terminal, async (all) =>
        lintTemplates(all, { ...given, pricePerPart: await needs.pricePerPart() }, terminal),
      );
    },
    templates,
  );
  add(
    "preview <name>",
    "one template's text",
    [
      ["--variables <json>", "a JSON object; default: the examples"],
      ["--locale <locale>", "such as en-IN or hi"],
      ["--zone <zone>", "the recipient's time zone, IANA"],
    ],
    async (name: string, given: Json & { variables?: string; locale?: string; zone?: string }) => {
      const { previewTemplate } = await import("./preview-template.js");
      return withTemplates(needs.templates, given, terminal, (all) =>
        previewTemplate(all, { ...given, name }, terminal),
      );
    },
    templates,
  );
  add(
    "types",
    "TypeScript types of the templates' names and variables",
    [],
    async (given: Json) => {
      const { typeTemplates } = await import("./type-templates.js");
      return withTemplates(needs.templates, given, terminal, (all) => typeTemplates(all, terminal));
    },
    templates,
  );
};
