import type { Command } from "commander";
import type { Clock } from "../../application/ports/clock.js";
import { commandCampaign, type CreateOptions, createCampaign, showCampaign, watchCampaign } from "./campaign.js";
import { windowOptions } from "./window-options.js";
import { campaignList } from "./campaign-list.js";
import { listRecipients } from "./list-recipients.js";
import type { ServiceClient } from "./service-client.js";
import type { ServiceDownload } from "./service-download.js";
import { cursorOption, listed } from "./show-answer.js";
import type { Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

const says = {
  start: "start it, at once or at its startAt",
  pause: "begin nothing more; texts already at the gateway finish",
  resume: "go on",
  cancel: "end it; whoever still waits gets nothing",
  "retry-failed": "try again what failed and can succeed",
} as const;

const laterEnd: readonly [string, string] = ["--end-at <instant>", "a later end"];

interface CampaignNeeds {
  readonly call: ServiceClient;
  readonly clock: Pick<Clock, "sleep">;
  readonly download: ServiceDownload;
}

/** Adds the commands of `sms campaign` that ask the running service. */
export const campaignCommands = (program: Command, add: AddCommand, needs: CampaignNeeds, terminal: Terminal): void => {
  const { call, clock } = needs;
  const campaign =
    program.commands.find((one) => one.name() === "campaign") ??
    program.command("campaign").description("one text to many people");
  add(
    "create <file>",
    "upload a CSV file of recipients and make a campaign of it; nothing is sent before its start",
    [
      ["--id <id>", "its id, such as summer-26"],
      ["--name <name>", "its name; default: the id"],
      ["--template <name>", "the text of each row"],
      ["--text <text>", "a text instead of a template"],
      ["--class <class>", "transactional or promotional"],
      ["--budget-micros <micros>", "micro-USD it may spend"],
      ["--rate <rate>", "texts a second"],
      ...windowOptions,
      ["--start-at <instant>", "not before, such as 2026-12-01T09:00:00Z"],
      ["--end-at <instant>", "whoever waits then gets nothing"],
    ],
    (file: string, given: CreateOptions) => createCampaign(call, file, given, terminal),
    campaign,
  );
  for (const [command, text] of Object.entries(says))
    add(
      `${command} <id>`,
      text,
      command === "start"
        ? [["--hash <hash>", "of the checked recipients; default: as the campaign has it"]]
        : command === "resume"
          ? [["--budget-micros <micros>", "a larger budget"], laterEnd]
          : command === "retry-failed"
            ? [laterEnd]
            : [],
      (id: string, given: object) => commandCampaign(call, command, id, given, terminal),
      campaign,
    );
  add("list", "all of them", [cursorOption], listed(call, terminal, "/v1/campaigns", campaignList), campaign);
  add(
    "show <id>",
    "its state, why, and its counts",
    [],
    (id: string, { json }: Json) => showCampaign(call, id, json === true, terminal),
    campaign,
  );
  add(
    "watch <id>",
    "its counts as they move, until it ended",
    [],
    (id: string, { json }: Json) => watchCampaign(call, clock, id, json === true, terminal),
    campaign,
  );
  add(
    "recipients <id>",
    "one line each, and what became of the text",
    [
      ["--state <state>", "only these"],
      ["--reason <reason>", "only these"],
      ["--csv <file>", "into a file that is safe to open in a spreadsheet"],
    ],
    (id: string, given: object) => listRecipients(needs, id, given, terminal),
    campaign,
  );
};
