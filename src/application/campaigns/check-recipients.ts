import { shownText } from "../../domain/text/shown-text.js";
import { cellValue } from "../../domain/campaign/cell-value.js";
import { cellsOf, isBlankRow } from "../../domain/campaign/row-shape.js";
import { type Columns, columnsOf } from "../../domain/campaign/columns.js";
import { numberCellOf } from "../../domain/campaign/number-cell.js";
import type { CampaignWindow } from "../../domain/campaign/campaign-terms.js";
import type { Decision } from "../../domain/decision/decision.js";
import type { SendTime } from "../../domain/decision/send-request.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { Template } from "../../domain/template/template.js";
import type { AudienceRow } from "../ports/audiences.js";
import { type RecipientFile, UnreadableFile } from "../ports/recipient-file.js";
import { windowOf } from "./campaign-message.js";
import { CheckTally } from "./check-tally.js";
import type { CheckedFile, FileFault } from "../../domain/campaign/checked-file.js";

/** The words of a campaign, the same for every row. */
export interface CampaignText {
  readonly text?: string | undefined;
  readonly template?: Template | undefined;
  /** The same for all; a recipient's own values override them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly class?: string | undefined;
  readonly locale?: string | undefined;
  readonly window?: CampaignWindow | undefined;
}

/** One row that may become a text. */
export interface Recipient {
  readonly line: number;
  readonly to: string;
  readonly variables: AudienceRow["variables"];
  readonly reference: string | null;
}

interface CheckNeeds {
  /** The zone in whose hours a wait is told, for a good number. */
  readonly clockOf: (window: CampaignWindow | undefined, e164: string) => string;
  /** When a window lets a number, as the file has it, be texted; undefined: at once. */
  readonly opensAt: (window: CampaignWindow, number: string) => Date | undefined;
  /** Judges a row as a single message is judged. */
  readonly judge: (
    body: object,
    then: SendTime | undefined,
  ) => Promise<
    | Decision
    | { readonly kind: "invalid"; readonly faults: readonly { readonly pointer: string; readonly message: string }[] }
  >;
  /** Lowest and highest price of one part, micro-USD; undefined without a price. */
  readonly priceRange: (
    country: string,
    of: MessageClass,
  ) => { readonly low: number; readonly high: number } | undefined;
}

interface CheckOptions {
  /** Is told every fault, the first 20 included. */
  readonly onFault?: (fault: FileFault) => void;
  /** Is told why the file could not be read to its end. */
  readonly onUnread?: (fault: FileFault) => void;
  /** Is called after each row. */
  readonly onRow?: () => Promise<void> | void;
  /** Is told every good row, in the order of the file. */
  readonly onGood?: (recipient: Recipient) => Promise<void> | void;
}

/**
 * Checks a whole file as the campaign would send it, and reports the result; sends nothing. A string is a fault of
 * the whole file.
 */
export type CheckRecipients = (file: RecipientFile, text: CampaignText, options?: CheckOptions) => Promise<CheckedFile>;

const longestValue = 60;
const excluding = new Set(["opted-out", "frequency-capped"]);

const shown = (cell: string): string => shownText(cell, longestValue);

const wantedOf = ({ template, variables }: CampaignText) => {
  const all = [...(template?.variables ?? [])];
  return {
    variables: all.map(([name]) => name),
    required: all.filter(([name, { optional }]) => !optional && variables[name] === undefined).map(([name]) => name),
  };
};

export const createCheckRecipients = ({ clockOf, judge, opensAt, priceRange }: CheckNeeds): CheckRecipients => {
  const variablesOf = (
    cells: readonly string[],
    columns: Columns,
    template: Template | undefined,
  ): AudienceRow["variables"] =>
    Object.fromEntries(
      [...columns.variables].flatMap(([name, at]) =>
        cells[at]!.trim() === "" ? [] : [[name, cellValue(cells[at]!, template?.variables.get(name)?.type)] as const],
      ),
    );

  /** The cell that a refusal is about: the number's for its reasons, a variable's where the sentence names it. */
  const place = (reason: string, detail: string, cells: readonly string[], columns: Columns) => {
    const named = [...columns.variables].find(([name]) => new RegExp(`\\b${name}\\b`).test(detail))?.[1];
    const at = /number|destination/.test(reason) ? columns.number : named;
    return at === undefined ? { column: null } : { column: columns.headings[at]!, value: shown(cells[at]!) };
  };

  return async (
    file,
    { class: of, locale, template, text, variables, window },
    { onFault, onGood, onRow, onUnread } = {},
  ) => {
    const hours = window && windowOf({ window });
    const tally = new CheckTally(onFault);
    let columns: Columns | undefined;
    const readRow = async (line: number, row: readonly string[], known: Columns): Promise<void> => {
      tally.rows += 1;
      const cells = cellsOf(row, known.headings.length);
      if (typeof cells === "string") return tally.badRow({ line, column: null, fault: cells });
      const number = numberCellOf(cells[known.number]!);
      const heading = known.headings[known.number]!;
      if (number.kind === "fault")
        return tally.badRow({ line, column: heading, value: shown(cells[known.number]!), fault: number.fault });
      const own = variablesOf(cells, known, template);
      const said = template === undefined ? { text } : { template: template.name, variables: { ...variables, ...own } };
      const opens = window && opensAt(window, number.text);
      const decision = await judge({ to: number.text, ...said, class: of, locale }, hours && { at: opens, hours });
      if (decision.kind === "invalid") {
        const [first] = decision.faults;
        return tally.badRow({ line, column: null, fault: `${first?.pointer.slice(1)}: ${first?.message}` });
      }
      if (decision.kind === "refuse") {
        const { detail, reason } = decision.refusal;
        if (excluding.has(reason)) return tally.excluded(reason);
        return tally.badRow({ line, ...place(reason, detail, cells, known), fault: detail });
      }
      tally.mended(number.mend);
      const { plan } = decision;
      if (!tally.isNew(plan.to)) {
        tally.duplicates += 1;
        return;
      }
      const price = plan.country === undefined ? undefined : priceRange(plan.country, plan.class);
      const until = decision.kind === "defer" ? decision.until : opens;
      const wait = until && { until: until.getTime(), zone: clockOf(window, plan.to) };
      tally.goodRow(plan.segments, wait, price);
      const cell = known.reference === undefined ? "" : cells[known.reference]!.trim();
      await onGood?.({ line, to: plan.to, variables: own, reference: cell === "" ? null : cell });
    };

    try {
      for await (const { cells, line } of file.rows()) {
        if (isBlankRow(cells)) continue;
        if (columns !== undefined) {
          await readRow(line, cells, columns);
          await onRow?.();
          continue;
        }
        const found = columnsOf(cells, wantedOf({ template, variables }));
        if (typeof found === "string") {
          tally.fault({ line, column: null, fault: found });
          break;
        }
        columns = found;
      }
      if (columns === undefined && tally.faults.length === 0)
        tally.fault({
          line: 1,
          column: null,
          fault: "Your file is empty. Its first row names the columns, ‘phone number’ among them",
        });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const fault = { line: error.line, column: null, fault: error.message };
      tally.lastFault(fault);
      onUnread?.(fault);
    }
    return tally.result(file, columns);
  };
};
