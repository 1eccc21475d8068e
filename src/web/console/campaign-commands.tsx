import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { Dialog } from "../kit/dialog.js";
import { say } from "../kit/say.js";
import { ask, type Refused } from "./ask.js";
import type { Campaign } from "./campaign.js";
import { rangeText, type UploadAnswer } from "./upload-report.js";
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
  readonly report: UploadAnswer | undefined;
  readonly again: () => Promise<void>;
}

/** Buttons for what its state allows; each asks before it acts. */
export const CampaignCommands = ({ campaign, report, again }: CommandsProps) => {
  const may = useMay("send");
  const [asking, setAsking] = useState<Command>();
  const [fault, setFault] = useState<string>();
  if (!may) return null;
  const { budgetMicros, campaignId, counts, hash, reasons, state } = campaign;
  const close = () => {
    setAsking(undefined);
    setFault(undefined);
  };
  const run = async ({ command, name }: Command, given: FormData) => {
    const budget = microsOf(given.get("budget"));
    const body = {
      ...(command === "start" ? { hash } : {}),
      ...(budget === undefined ? {} : { budgetMicros: budget }),
    };
    try {
      const path = `../v1/campaigns/${encodeURIComponent(campaignId)}/${command}`;
      const done = await ask<Campaign & { readonly retried?: number }>("POST", path, body, String(given.get("why")));
      say(
        done.retried === undefined
          ? `${name}: ${done.state}`
          : countWords(done.retried, "person tried again", "people tried again"),
      );
      close();
    } catch (error) {
      setFault((error as Refused).message);
    }
    await again();
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
        <Dialog title={asking.asks} onClose={close}>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void run(asking, new FormData(event.currentTarget));
            }}
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
            <div>
              <label for="why">Why, for the audit (may stay empty)</label>
              <input id="why" name="why" maxLength={200} />
            </div>
            {fault !== undefined && (
              <p class="banner bad" role="alert">
                {fault}
              </p>
            )}
            <div class="row">
              <button type="submit" class={asking.look === "danger" ? "danger" : "first"}>
                {asking.name} it
              </button>
              <button type="button" onClick={close}>
                Leave it
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
};
