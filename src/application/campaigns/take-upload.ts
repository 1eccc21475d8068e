import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { CampaignWindow } from "../../domain/campaign/campaign-terms.js";
import { usualClass } from "../../domain/campaign/usual-class.js";
import type { FileFault } from "../../domain/campaign/checked-file.js";
import type { Audience, AudienceRow, Audiences } from "../ports/audiences.js";
import { chunkSize } from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { RecipientFile } from "../ports/recipient-file.js";
import type { CheckRecipients } from "./check-recipients.js";

interface UploadNeeds {
  readonly audiences: Audiences;
  readonly checkRecipients: () => CheckRecipients;
  readonly clock: Clock;
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly hashes: Hashes;
}

/** The words that a file is checked against. */
export interface UploadWords {
  readonly template?: string | undefined;
  readonly text?: string | undefined;
  readonly class?: string | undefined;
  readonly locale?: string | undefined;
  readonly window?: CampaignWindow | undefined;
}

/**
 * Checks a file of recipients and keeps its good rows, chunk by chunk, so that no more than one is in memory. "unknown":
 * there is no such template. Rejects with `UnreadableFile`, or while the store is away.
 */
export type TakeUpload = (uploadId: string, file: RecipientFile, words: UploadWords) => Promise<Audience | "unknown">;

/** Judged for the numbers alone, where a file comes without words. */
const anyText = "-";
const someFaults = 200;

export const createTakeUpload =
  ({ audiences, checkRecipients, clock, facts, hashes }: UploadNeeds): TakeUpload =>
  async (uploadId, file, { class: asked, locale, template: name, text, window }) => {
    const template = name === undefined ? undefined : facts().templates.get(name);
    if (name !== undefined && template === undefined) return "unknown";
    // A file without words is judged for its numbers alone: whatever class its campaign will be of.
    const of = asked ?? (name === undefined && text === undefined ? undefined : usualClass);
    let rows: AudienceRow[] = [];
    let chunk = 0;
    const faults: FileFault[] = [];
    let unread: FileFault | undefined;
    const keepRows = async (): Promise<void> => {
      if (rows.length > 0) await audiences.add(uploadId, chunk, rows);
      chunk += 1;
      rows = [];
    };
    const keepFaults = async (): Promise<void> => {
      if (faults.length > 0) await audiences.fault(uploadId, faults.splice(0));
    };
    const words = {
      text: template === undefined ? (text ?? anyText) : undefined,
      template,
      variables: {},
      class: of,
      ...{ locale, window },
    };
    const report = await checkRecipients()(file, words, {
      onFault: (fault) => void faults.push(fault),
      onUnread: (fault) => {
        unread = fault;
      },
      onGood: async ({ reference, to, variables }) => {
        rows.push({ to, variables, reference });
        if (rows.length === chunkSize) await keepRows();
      },
      onRow: async () => {
        if (faults.length >= someFaults) await keepFaults();
      },
    });
    await keepRows();
    await keepFaults();
    const audience: Audience = {
      uploadId,
      report,
      template: name ?? null,
      text: text === undefined ? null : hashes.keyed(text),
      class: of ?? null,
      window,
      unread,
      createdAt: clock.now(),
    };
    await audiences.seal(audience);
    return audience;
  };
