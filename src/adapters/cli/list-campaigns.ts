import type { ServiceClient } from "./service-client.js";
import { pageOf, showPage } from "./show-answer.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface ListedCampaign {
  readonly campaignId: string;
  readonly name: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** `sms campaign list`: a line each. */
export const listCampaigns = async (
  call: ServiceClient,
  cursor: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> =>
  showPage(terminal, await call("GET", pageOf("/v1/campaigns", cursor)), json, {
    of: "campaigns",
    line: ({ campaignId, counts, name, state }: ListedCampaign) =>
      `${campaignId}  ${state}  ${counts["total"]} recipients  ${name}`,
    none: "no campaigns",
  });
