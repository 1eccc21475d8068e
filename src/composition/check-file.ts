import type { CheckFile } from "../adapters/cli/campaign-check.js";
import { fileBytes } from "../adapters/csv/file-bytes.js";
import { openRecipientFile } from "../adapters/csv/recipient-file.js";
import type { RecipientFile } from "../application/ports/recipient-file.js";
import { usualClass } from "../domain/campaign/usual-class.js";
import { windowFromWords } from "../application/notifications/window-words.js";
import { checkRecipientsOf, type Judge } from "./check-recipients.js";

const everyRows = 1_000;

const counted = (file: RecipientFile, lookedAt: (rows: number) => void): RecipientFile => ({
  ...file,
  async *rows() {
    let rows = 0;
    for await (const row of file.rows()) {
      yield row;
      rows += 1;
      if (rows % everyRows === 0) lookedAt(rows);
    }
  },
});

/** `sms campaign check`: the judge is made only once a file is checked. */
export const createCheckFile =
  (judge: () => Promise<Judge>): CheckFile =>
  async (path, { days, template: name, window: hours, zone, ...text }, lookedAt = () => undefined) => {
    const window = windowFromWords({ days, window: hours, zone });
    if (typeof window === "string") return window;
    const judging = await judge();
    const template = name === undefined ? undefined : judging.facts().templates.get(name);
    if (name !== undefined && template === undefined)
      return `there is no template ${name}; known are ${[...judging.facts().templates.keys()].sort().join(", ")}`;
    const file = counted(await openRecipientFile(fileBytes(path)), lookedAt);
    const { class: of = usualClass, variables = {} } = text;
    return checkRecipientsOf(judging)(file, { ...text, template, window, class: of, variables });
  };
