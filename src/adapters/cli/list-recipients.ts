import { recipientsFile } from "./recipients-file.js";
import type { ServiceClient } from "./service-client.js";
import type { ServiceDownload } from "./service-download.js";
import { showPages } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface RecipientOptions {
  readonly csv?: string;
  readonly json?: boolean;
  readonly reason?: string;
  readonly state?: string;
}

/** `sms campaign recipients ID`: one line each, page after page; with `--csv` as a file. */
export const listRecipients = async (
  { call, download }: { readonly call: ServiceClient; readonly download: ServiceDownload },
  id: string,
  { csv, json = false, reason, state }: RecipientOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const place = `/v1/campaigns/${encodeURIComponent(id)}/recipients`;
  const filters = new URLSearchParams();
  for (const [name, word] of Object.entries({ state, reason })) if (word !== undefined) filters.set(name, word);
  if (csv !== undefined) {
    const query = filters.size === 0 ? "" : `?${filters}`;
    return recipientsFile(download, `${place}.csv${query}`, csv, json, terminal);
  }
  const page = (cursor = "0") => call("GET", `${place}?${new URLSearchParams([...filters, ["cursor", cursor]])}`);
  return showPages(terminal, page, json, {
    of: "recipients",
    line: (one: Readonly<Record<"to" | "reference" | "state" | "reason", string | null>>) =>
      `${one.to ?? "forgotten"}  ${one.state}  ${one.reason ?? "-"}  ${one.reference ?? "-"}`,
    none: "nobody",
  });
};
