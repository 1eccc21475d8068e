import { counted } from "../../domain/counted.js";
import type { Command } from "commander";
import { exportOptOuts, importOptOuts } from "./import-opt-outs.js";
import { refused, type ServiceAnswer, type ServiceClient } from "./service-client.js";
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
  const answered = (answer: ServiceAnswer, json: boolean, lines: () => string, wanted = [200]): ExitCode => {
    if (!wanted.includes(answer.status)) return refused(terminal, answer, json);
    terminal.output.write(json ? `${JSON.stringify(answer.body)}\n` : `${lines()}\n`);
    return 0;
  };

  const change = async (to: string, choice: "opt-in" | "opt-out", { class: ofClass, aws, json }: ChangeOptions) => {
    const answer = await call("POST", "/v1/opt-outs", { to, choice, class: ofClass });
    const { body } = answer;
    const said = () => `${body["to"]}: ${choice}, ${(body["classes"] as string[]).join(", ")}`;
    const code = answered(answer, json === true, said);
    if (code !== 0 || choice === "opt-out") return code;
    if (aws !== true) {
      if (json !== true)
        terminal.output.write("AWS's own list may still hold the number; clear it with --aws, once in 30 days\n");
      return code;
    }
    const cleared = await call("POST", "/v1/opt-outs/aws-opt-in", { to });
    return answered(cleared, json === true, () => "AWS's own list no longer holds it");
  };

  const list = async (json: boolean): Promise<ExitCode> => {
    let cursor: string | undefined;
    let count = 0;
    do {
      const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const answer = await call("GET", `/v1/opt-outs${query}`);
      if (answer.status !== 200) return refused(terminal, answer, json);
      const optOuts = answer.body["optOuts"] as readonly { to: string | null; classes: Standings }[];
      count += optOuts.length;
      for (const one of optOuts)
        terminal.output.write(
          json ? `${JSON.stringify(one)}\n` : `${one.to ?? "(forgotten)"}\n${standingLines(one.classes)}\n`,
        );
      cursor = answer.body["next"] as string | undefined;
    } while (cursor !== undefined);
    if (count === 0 && !json) terminal.errors.write("nobody opted out\n");
    return 0;
  };

  const history = async (to: string, json: boolean): Promise<ExitCode> => {
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
    return answered(answer, json, () =>
      (answer.body["entries"] as Readonly<Record<string, unknown>>[]).map(told).join("\n"),
    );
  };

  const review = async ({ id, as, json }: ReviewOptions): Promise<ExitCode> => {
    if (id !== undefined) {
      const judged = await call("POST", `/v1/opt-outs/review/${encodeURIComponent(id)}`, { as });
      return answered(judged, json === true, () => `${id}: ${as}`);
    }
    const answer = await call("GET", "/v1/opt-outs/review");
    if (answer.status !== 200) return refused(terminal, answer, json === true);
    const texts = answer.body["texts"] as readonly Readonly<Record<string, string>>[];
    if (texts.length === 0 && json !== true) terminal.errors.write("no text waits for a judgement\n");
    for (const text of texts)
      terminal.output.write(
        json === true
          ? `${JSON.stringify(text)}\n`
          : `${text["id"]} ${text["at"]} ${text["to"]} ${JSON.stringify(text["text"])} (${text["word"]})\n`,
      );
    return 0;
  };

  const optOuts = program.command("opt-outs").description("who must not be texted");
  const ofClass = ["--class <class>", "promotional, transactional, otp or all"] as const;
  const asJson = ({ json }: Json): boolean => json === true;
  add(
    "check <number>",
    "whether a person takes texts, per class",
    [],
    async (to: string, given: Json) => {
      const answer = await call("POST", "/v1/opt-outs/check", { to });
      const { body } = answer;
      const rebuilding = body["whole"] === false ? "\n  the ledger is being rebuilt: this is what is there so far" : "";
      return answered(
        answer,
        asJson(given),
        () => `${body["to"]}\n${standingLines(body["classes"] as Standings)}${rebuilding}`,
      );
    },
    optOuts,
  );
  add("list", "all who opted out", [], (given: Json) => list(asJson(given)), optOuts);
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
  add(
    "history <number>",
    "a person's choices with their proof",
    [],
    (to: string, given: Json) => history(to, asJson(given)),
    optOuts,
  );
  add(
    "sync",
    "read AWS's own list now",
    [],
    async (given: Json) => {
      const answer = await call("POST", "/v1/opt-outs/sync", {});
      const { body } = answer;
      const counts = `${counted(Number(body["numbers"]), "number")} on ${counted(Number(body["pages"]), "page")}`;
      return answered(
        answer,
        asJson(given),
        () =>
          body["state"] === "complete"
            ? `read whole: ${counts}, ${body["added"]} added, ${body["removed"]} removed`
            : `under way: ${counts} so far`,
        [200, 202],
      );
    },
    optOuts,
  );
  add(
    "import <file>",
    "keep the choices of a CSV file; faults are named by line",
    [],
    (file: string, given: Json) => importOptOuts(call, file, asJson(given), terminal),
    optOuts,
  );
  add(
    "export <file>",
    "write who opted out as CSV, numbers whole",
    [],
    (file: string, given: Json) => exportOptOuts(call, file, asJson(given), terminal),
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
  add("forget <number>", "remove a person; says what stays and why", [], async (to: string, given: Json) => {
    const answer = await call("POST", "/v1/forget", { to });
    return answered(answer, asJson(given), () => {
      const kept = (answer.body["kept"] as readonly string[]).map((why) => `  ${why}`).join("\n");
      return `${answer.body["to"]}: removed are ${removedText(answer.body["removed"] as Readonly<Record<string, number>>)}. What stays:\n${kept}`;
    });
  });
};
