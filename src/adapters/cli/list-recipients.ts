import { recipientsFile } from "./recipients-file.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ServiceDownload } from "./service-download.js";
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
  const filters = Object.entries({ state, reason }).flatMap(([key, word]) =>
    word === undefined ? [] : [`${key}=${encodeURIComponent(word)}`],
  );
  if (csv !== undefined) {
    const query = filters.length === 0 ? "" : `?${filters.join("&")}`;
    return recipientsFile(download, `${place}.csv${query}`, csv, json, terminal);
  }
  let count = 0;
  for (let cursor: string | undefined = "0"; cursor !== undefined; ) {
    const answer = await call("GET", `${place}?${[...filters, `cursor=${cursor}`].join("&")}`);
    if (answer.status !== 200) return refused(terminal, answer, json);
    const { next, recipients } = answer.body as unknown as {
      readonly recipients: readonly Readonly<Record<"to" | "reference" | "state" | "reason", string | null>>[];
      readonly next?: string;
    };
    count += recipients.length;
    for (const one of recipients)
      terminal.output.write(
        json
          ? `${JSON.stringify(one)}\n`
          : `${one.to ?? "forgotten"}  ${one.state}  ${one.reason ?? "-"}  ${one.reference ?? "-"}\n`,
      );
    cursor = next;
  }
  if (count === 0 && !json) terminal.errors.write("nobody\n");
  return 0;
};
