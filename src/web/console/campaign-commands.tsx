import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { say } from "../kit/say.js";
import type { Campaign, CheckedUpload } from "./answers.js";
import { ask } from "./ask.js";
import { ReasonDialog } from "./reason-dialog.js";
import { rangeText } from "./upload-report.js";
import { useMay } from "./who.js";

interface Command {
  readonly command: "start" | "pause" | "resume" | "retry-failed" | "cancel";
  readonly name: string;
  readonly from: readonly Campaign["state"][];
  readonly look?: "first" | "danger";
  readonly asks: string;
  readonly means: string;
}

/** The commands a person may give to a campaign, with their answers. */
const commands: readonly Command[] = [
  {
    ...{ command: "start", name: "Start", from: ["draft", "checked"], look: "first" },
    ...{
      asks: "Start the campaign?",
      means: "Texts go out from now on, or from its hour. It can be paused at any moment.",
    },
  },
  {
    ...{ command: "resume", name: "Resume", from: ["paused"], look: "first" },
    ...{ asks: "Resume the campaign?", means: "It goes on with those who wait. Nobody is texted twice." },
  },
  {
    ...{ command: "pause", name: "Pause", from: ["scheduled", "running"] },
    ...{ asks: "Pause the campaign?", means: "No further text begins. Those that are with the gateway finish." },
  },
  {
    ...{ command: "retry-failed", name: "Retry failed", from: ["running", "paused", "finished"] },
    ...{
      asks: "Try again who failed?",
      means:
        "Tries again only those whose reason can pass: the gateway was away, a limit of money, a deadline or quiet hours. Nobody who was texted is among them.",
    },
  },
  {
    ...{ command: "cancel", name: "Cancel", from: ["draft", "checked", "scheduled", "running", "paused"] },
    ...{
      look: "danger",
      asks: "Cancel the campaign?",
      means: "It ends for good: whoever still waits gets nothing. What was sent stays sent.",
    },
  },
];

const microsOf = (dollars: unknown): number | undefined =>
  typeof dollars === "string" && dollars !== "" ? Math.round(Number(dollars) * 1_000_000) : undefined;

interface CommandsProps {
  readonly campaign: Campaign;
  readonly report: CheckedUpload | undefined;
  readonly again: () => Promise<void>;
}

/** Buttons for what its state allows; each asks before it acts. */
export const CampaignCommands = ({ campaign, report, again }: CommandsProps) => {
  const may = useMay("send");
  const [asking, setAsking] = useState<Command>();
  if (!may) return null;
  const { budgetMicros, campaignId, counts, hash, reasons, state } = campaign;
  const run = async ({ command, name }: Command, why: string, given: FormData) => {
    const budget = microsOf(given.get("budget"));
    const body = {
      ...(command === "start" ? { hash } : {}),
      ...(budget === undefined ? {} : { budgetMicros: budget }),
    };
    const path = `../v1/campaigns/${encodeURIComponent(campaignId)}/${command}`;
    try {
      const done = await ask<Campaign>("POST", path, body, why);
      setAsking(undefined);
      say(
        done.retried === undefined
          ? `${name}: ${done.state}`
          : countWords(done.retried, "person tried again", "people tried again"),
      );
    } finally {
      await again();
    }
  };
  const offered = commands.filter(
    ({ command, from }) => from.includes(state) && (command !== "retry-failed" || Object.keys(reasons).length > 0),
  );
  return (
    <>
      {offered.map((one) => (
        <button key={one.command} type="button" class={one.look} onClick={() => setAsking(one)}>
          {one.name}
        </button>
      ))}
      {asking !== undefined && (
        <ReasonDialog
          title={asking.asks}
          yes={`${asking.name} it`}
          no="Leave it"
          isDangerous={asking.look === "danger"}
          onClose={() => setAsking(undefined)}
          act={(why, given) => run(asking, why, given)}
        >
          {asking.command === "start" && (
            <p>
              <strong>{countWords(counts.total, "person gets", "people get")} a text</strong>
              {report === undefined ? "." : `, for ${rangeText(report.cost)} by the price book.`}
            </p>
          )}
          <p>{asking.means}</p>
          {asking.command === "resume" && budgetMicros !== null && (
            <div>
              <label for="budget">Budget in dollars</label>
              <input
                id="budget"
                name="budget"
                type="number"
                min={0}
                step="any"
                defaultValue={String(budgetMicros / 1_000_000)}
              />
            </div>
          )}
        </ReasonDialog>
      )}
    </>
  );
};
