import { counted } from "../../domain/counted.js";
import type { Command } from "commander";
import { exportOptOuts, importOptOuts } from "./import-opt-outs.js";
import type { ServiceClient } from "./service-client.js";
import { pageOf, showAnswer, showPage, showPages } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface ChangeOptions extends Json {
  readonly class?: string;
  readonly aws?: boolean;
}

interface ReviewOptions extends Json {
  readonly id?: string;
  readonly as?: string;
}

type Standing = {
  readonly optedOut: boolean;
  readonly since: string | null;
  readonly source: string | null;
  readonly evidenceId: string | null;
};
type Standings = Readonly<Record<string, Standing>>;

const standingLines = (standings: Standings): string =>
  Object.entries(standings)
    .map(([ofClass, { optedOut, since, source, evidenceId }]) =>
      optedOut
        ? `  ${ofClass}: opted out since ${since}, by ${source} (evidence ${evidenceId})`
        : `  ${ofClass}: takes texts`,
    )
    .join("\n");

const removedWords: Readonly<Record<string, string>> = {
  consentEvidence: "proofs of choices",
  loggedMessages: "numbers in logged messages",
  journalRecords: "outcomes of the journal",
  campaignRows: "rows of campaigns and uploaded files",
  reviewedTexts: "texts that waited for judgement",
  codes: "purposes' codes",
  failureRecords: "records of texts that failed",
  parkedTexts: "cancelled texts that waited",
  receiptLines: "receipts that nobody could read",
  webhookDeliveries: "numbers in webhooks that wait",
};

/** Whatever is counted is told, also by a newer service: the person may ask for the whole answer. */
const removedText = (removed: Readonly<Record<string, number>>): string =>
  Object.entries(removed)
    .map(([what, count]) => `${count} ${removedWords[what] ?? what}`)
    .join(", ");

/** opt-outs, consent, forget: the people who must not be texted. */
export const optOutCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const change = async (to: string, choice: "opt-in" | "opt-out", { class: ofClass, aws, json }: ChangeOptions) => {
    const answer = await call("POST", "/v1/opt-outs", { to, choice, class: ofClass });
    const said = ({ classes, to: shown }: Readonly<Record<string, unknown>>) =>
      `${shown}: ${choice}, ${(classes as readonly string[]).join(", ")}`;
    const code = showAnswer(terminal, answer, json, said);
    if (code !== 0 || choice === "opt-out") return code;
    if (aws !== true) {
      if (json !== true)
        terminal.output.write("AWS's own list may still hold the number; clear it with --aws, once in 30 days\n");
      return code;
    }
    const cleared = await call("POST", "/v1/opt-outs/aws-opt-in", { to });
    return showAnswer(terminal, cleared, json, () => "AWS's own list no longer holds it");
  };

  const list = ({ json }: Json): Promise<ExitCode> =>
    showPages(terminal, (cursor) => call("GET", pageOf("/v1/opt-outs", cursor)), json, {
      of: "optOuts",
      line: ({ classes, to }: { readonly to: string | null; readonly classes: Standings }) =>
        `${to ?? "(forgotten)"}\n${standingLines(classes)}`,
      none: "nobody opted out",
    });

  const history = async (to: string, { json }: Json): Promise<ExitCode> => {
    const answer = await call("POST", "/v1/opt-outs/history", { to });
    const told = ({
      at,
      class: ofClass,
      state,
      source,
      by,
      evidence,
      intact,
      linked,
    }: Readonly<Record<string, unknown>>) =>
      `${at} ${ofClass} ${state}, by ${source}${by === null ? "" : ` (${by})`}${evidence === null ? ", proof erased" : ` ${JSON.stringify(evidence)}`}${intact === false ? ", CHANGED after it was recorded" : ""}${linked === false ? ", and a choice that was recorded before it is MISSING or changed" : ""}`;
    if (!json && Array.isArray(answer.body["entries"]) && answer.body["entries"].length === 0) {
      terminal.errors.write("nothing is known that this person chose\n");
      return 0;
    }
    return showAnswer(terminal, answer, json, ({ entries }) =>
      (entries as readonly Readonly<Record<string, unknown>>[]).map(told).join("\n"),
    );
  };

  const review = async ({ id, as, json }: ReviewOptions): Promise<ExitCode> => {
    if (id !== undefined) {
      const judged = await call("POST", `/v1/opt-outs/review/${encodeURIComponent(id)}`, { as });
      return showAnswer(terminal, judged, json, () => `${id}: ${as}`);
    }
    return showPage(terminal, await call("GET", "/v1/opt-outs/review"), json, {
      of: "texts",
      line: (one: Readonly<Record<"id" | "at" | "to" | "text" | "word", string>>) =>
        `${one.id} ${one.at} ${one.to} ${JSON.stringify(one.text)} (${one.word})`,
      none: "no text waits for a judgement",
    });
  };

  const optOuts = program.command("opt-outs").description("who must not be texted");
  const ofClass = ["--class <class>", "promotional, transactional, otp or all"] as const;
  add(
    "check <number>",
    "whether a person takes texts, per class",
    [],
    async (to: string, { json }: Json) => {
      const answer = await call("POST", "/v1/opt-outs/check", { to });
      return showAnswer(terminal, answer, json, ({ classes, to: shown, whole }) => {
        const rebuilding = whole === false ? "\n  the ledger is being rebuilt: this is what is there so far" : "";
        return `${shown}\n${standingLines(classes as Standings)}${rebuilding}`;
      });
    },
    optOuts,
  );
  add("list", "all who opted out", [], list, optOuts);
  add(
    "add <number>",
    "keep an opt-out",
    [ofClass],
    (to: string, given: ChangeOptions) => change(to, "opt-out", given),
    optOuts,
  );
  add(
    "remove <number>",
    "keep that the person takes texts again",
    [ofClass, ["--aws", "take it off AWS's own list too, once in 30 days"]],
    (to: string, given: ChangeOptions) => change(to, "opt-in", given),
    optOuts,
  );
  add("history <number>", "a person's choices with their proof", [], history, optOuts);
  add(
    "sync",
    "read AWS's own list now",
    [],
    async ({ json }: Json) =>
      showAnswer(terminal, await call("POST", "/v1/opt-outs/sync", {}), json, (body) => {
        const counts = `${counted(Number(body["numbers"]), "number")} on ${counted(Number(body["pages"]), "page")}`;
        return body["state"] === "complete"
          ? `read whole: ${counts}, ${body["added"]} added, ${body["removed"]} removed`
          : `under way: ${counts} so far`;
      }),
    optOuts,
  );
  add(
    "import <file>",
    "keep the choices of a CSV file; faults are named by line",
    [],
    (file: string, { json }: Json) => importOptOuts(call, file, json === true, terminal),
    optOuts,
  );
  add(
    "export <file>",
    "write who opted out as CSV, numbers whole",
    [],
    (file: string, { json }: Json) => exportOptOuts(call, file, json === true, terminal),
    optOuts,
  );

  const consent = program.command("consent").description("what people wrote, judged");
  add(
    "review",
    "texts that likely were opt-outs; with --id and --as one is judged",
    [
      ["--id <id>", "as the list shows it"],
      ["--as <judgement>", "keep (promotions), widen (everything) or undo"],
    ],
    review,
    consent,
  );
  add("forget <number>", "remove a person; says what stays and why", [], async (to: string, { json }: Json) => {
    const answer = await call("POST", "/v1/forget", { to });
    return showAnswer(terminal, answer, json, ({ kept, removed, to: shown }) => {
      const stays = (kept as readonly string[]).map((why) => `  ${why}`).join("\n");
      return `${shown}: removed are ${removedText(removed as Readonly<Record<string, number>>)}. What stays:\n${stays}`;
    });
  });
};
