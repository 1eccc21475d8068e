import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { CampaignDefinition, CampaignTerms, CampaignWindow } from "../../domain/campaign/campaign-terms.js";
import { cellValue } from "../../domain/campaign/cell-value.js";
import { defaultPauseRule } from "../../domain/campaign/pause-rule.js";
import { usualClass } from "../../domain/campaign/usual-class.js";
import type { Template } from "../../domain/template/template.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { CampaignRequested } from "../notifications/campaign-requested.js";
import { isBlank } from "../notifications/left-out.js";
import type { AudienceRow, Audiences } from "../ports/audiences.js";
import { type CampaignLedger, type CampaignRecord, chunkSize } from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { FieldFault } from "../requests/field-fault.js";

interface CreateNeeds {
  readonly audiences: Audiences;
  readonly campaignLedger: CampaignLedger;
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly hashes: Hashes;
}

export type CampaignCreated =
  | { readonly kind: "created" | "known"; readonly record: CampaignRecord }
  | { readonly kind: "invalid"; readonly faults: readonly FieldFault[] };

/** Makes a campaign that waits for its start. The same id again answers the one that exists. Rejects while the store is away. */
export type CreateCampaign = (asked: CampaignRequested, caller: string) => Promise<CampaignCreated>;

const invalid = (pointer: string, message: string): CampaignCreated => ({
  kind: "invalid",
  faults: [{ pointer, message }],
});

/** As those of a file: without blank ones, in whose place the campaign's stand. */
const plain = (variables: CampaignRequested["variables"], template: Template | undefined) =>
  Object.fromEntries(
    Object.entries(variables ?? {}).flatMap(([name, value]) =>
      value === undefined || isBlank(value)
        ? []
        : [[name, cellValue(String(value), template?.variables.get(name)?.type)] as const],
    ),
  );

const isSameWindow = (one: CampaignWindow, other: CampaignWindow | undefined): boolean =>
  one.from === other?.from &&
  one.to === other.to &&
  one.zone === other.zone &&
  [...(one.days ?? [])].sort().join() === [...(other.days ?? [])].sort().join();

interface Whom {
  readonly uploadId: string;
  readonly hash: string;
  readonly total: number;
}

export const createCreateCampaign = (needs: CreateNeeds): CreateCampaign => {
  const { audiences, campaignLedger, clock, defaultCountry, facts, hashes } = needs;

  /** Recipients that came with the request; a number twice is one text, and what is no number ends as refused. */
  const inline = async (asked: CampaignRequested): Promise<Whom | FieldFault> => {
    const { campaignId, recipients = [] } = asked;
    const template = asked.template === undefined ? undefined : facts().templates.get(asked.template);
    const rows = new Map<string, AudienceRow>();
    for (const { reference, to, variables } of recipients) {
      const number = parsePhoneNumber(to, defaultCountry);
      const who = typeof number === "string" ? { to, fault: number } : { to: number.e164 };
      const row = { ...who, variables: plain(variables, template), reference: reference ?? null };
      if (!rows.has(who.to)) rows.set(who.to, row);
    }
    const all = [...rows.values()];
    if (all.every(({ fault }) => fault !== undefined))
      return { pointer: "/recipients", message: "hold no valid number" };
    const hash = hashes.keyed(JSON.stringify(all));
    const uploadId = hashes.uuid(`campaign recipients\n${campaignId}\n${hash}`);
    for (let from = 0; from < all.length; from += chunkSize)
      await audiences.add(uploadId, from / chunkSize, all.slice(from, from + chunkSize));
    return { uploadId, hash, total: all.length };
  };

  const uploaded = async (asked: CampaignRequested, uploadId: string): Promise<Whom | FieldFault> => {
    const audience = await audiences.read(uploadId);
    const pointer = "/uploadId";
    if (audience === undefined)
      return { pointer, message: "is unknown, or its file is no longer kept; upload it again" };
    const { hash, good } = audience.report;
    if (audience.template !== (asked.template ?? null))
      return {
        pointer,
        message: `was checked ${audience.template === null ? "without a template" : `with the template ${audience.template}`}; upload the file again with the words that are to go out`,
      };
    if (asked.text !== undefined && audience.text !== null && audience.text !== hashes.keyed(asked.text))
      return { pointer, message: "was checked with another text; upload the file again with this one" };
    const of = asked.class ?? usualClass;
    if (audience.class !== null && audience.class !== of)
      return {
        pointer,
        message: `was checked as ${audience.class}, and the campaign is ${of}; upload the file again with the class that is to go out`,
      };
    if (audience.window !== undefined && !isSameWindow(audience.window, asked.window))
      return { pointer, message: "was checked with other hours; upload the file again with this window" };
    if (audience.unread !== undefined)
      return {
        pointer,
        message: `was read no further than line ${audience.unread.line}: ${audience.unread.fault}. Then upload the file again`,
      };
    if (good === 0) return { pointer, message: "has no good row; mend the file and upload it again" };
    return { uploadId, hash, total: good };
  };

  return async (asked, caller) => {
    const { campaignId } = asked;
    const known = await campaignLedger.read(campaignId);
    if (known !== undefined) return { kind: "known", record: known };
    const names = [asked.template, ...(asked.variants ?? []).map(({ template }) => template)];
    const unknown = names.find((name) => name !== undefined && !facts().templates.has(name));
    if (unknown !== undefined) return invalid("/template", `names no template that there is: ${unknown.slice(0, 100)}`);
    const { endAt, startAt } = asked;
    const from = Math.max(clock.now().getTime(), startAt === undefined ? 0 : Date.parse(startAt));
    if (endAt !== undefined && Date.parse(endAt) <= from)
      return invalid("/endAt", "must be later than now and than startAt");
    const whom = asked.uploadId === undefined ? await inline(asked) : await uploaded(asked, asked.uploadId);
    if ("message" in whom) return { kind: "invalid", faults: [whom] };
    const { hash, total, uploadId } = whom;
    const definition: CampaignDefinition = {
      ...{ campaignId, name: asked.name, uploadId, hash, text: asked.text, template: asked.template },
      variables: asked.variables ?? {},
      class: asked.class ?? usualClass,
      ...{ locale: asked.locale, window: asked.window, rate: asked.rate, reference: asked.reference, caller },
      weight: asked.weight ?? 1,
      variants: asked.variants ?? [],
      pauseOn: {
        failures: asked.pauseOn?.failures ?? defaultPauseRule.failures,
        optOuts: asked.pauseOn?.optOuts ?? defaultPauseRule.optOuts,
      },
    };
    const terms: CampaignTerms = { startAt, endAt, budgetMicros: asked.budgetMicros };
    const kind = await campaignLedger.create({ definition, terms, total });
    const record = await campaignLedger.read(campaignId);
    if (record === undefined) throw new TypeError("A campaign that was made is not there");
    return { kind, record };
  };
};
