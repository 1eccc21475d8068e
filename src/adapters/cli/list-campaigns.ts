import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface Listed {
  readonly campaigns: readonly {
    readonly campaignId: string;
    readonly name: string;
    readonly state: string;
    readonly counts: Readonly<Record<string, number>>;
  }[];
  readonly next?: string;
}

/** `sms campaign list`: a line each. */
export const listCampaigns = async (
  call: ServiceClient,
  cursor: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  const answer = await call("GET", `/v1/campaigns${query}`);
  if (answer.status !== 200) return refused(terminal, answer, json);
  const { campaigns, next } = answer.body as unknown as Listed;
  for (const campaign of campaigns) {
    const { campaignId, counts, name, state } = campaign;
    terminal.output.write(
      json ? `${JSON.stringify(campaign)}\n` : `${campaignId}  ${state}  ${counts["total"]} recipients  ${name}\n`,
    );
  }
  if (!json && campaigns.length === 0) terminal.errors.write("no campaigns\n");
  if (next !== undefined) terminal.errors.write(`more: --cursor ${next}\n`);
  return 0;
};
