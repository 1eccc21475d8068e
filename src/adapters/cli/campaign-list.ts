interface ListedCampaign {
  readonly campaignId: string;
  readonly name: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** `sms campaign list`: a line each. */
export const campaignList = {
  of: "campaigns",
  line: ({ campaignId, counts, name, state }: ListedCampaign): string =>
    `${campaignId}  ${state}  ${counts["total"]} recipients  ${name}`,
  none: "no campaigns",
};
