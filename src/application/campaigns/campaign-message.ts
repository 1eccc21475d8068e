import { isOver } from "../../domain/campaign/campaign-state.js";
import { hoursOf, type CampaignDefinition } from "../../domain/campaign/campaign-terms.js";
import { variantOf } from "../../domain/campaign/variant-of.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { Message, MessageRequest } from "../message/message.js";
import type { AudienceRow } from "../ports/audiences.js";
import type { CampaignRecord } from "../ports/campaign-ledger.js";
import type { Hashes } from "../ports/hashes.js";

/** Topic of the origin of a campaign's texts: no record stands behind them, their ledger does. */
export const campaignTopic = "campaign";

/** A recipient's place in a campaign, as the origin of a text names it. */
export interface CampaignPlace {
  readonly campaignId: string;
  readonly index: number;
  readonly generation: number;
}

/**
 * The id of a recipient's text: the same in every process, another one for each generation. Of the number's keyed hash: who
 * knows id and campaign could else try all numbers, the ten thousand that a masked one stands for in no time.
 */
export const campaignMessageId = (hashes: Hashes, campaignId: string, e164: string, generation: number): string =>
  hashes.uuid(`campaign\n${campaignId}\n${hashes.keyed(e164)}\n${generation}`);

/** The place that an outcome's `source` names; undefined where it is of no campaign. */
export const placeOf = (source: {
  readonly topic: string;
  readonly offset: string;
  readonly eventId: string | null;
}): CampaignPlace | undefined => {
  const [, campaignId, generation] = /^([\w.-]{1,64})\/(\d{1,3})$/u.exec(source.eventId ?? "") ?? [];
  return source.topic !== campaignTopic || campaignId === undefined
    ? undefined
    : { campaignId, index: Number(source.offset), generation: Number(generation) };
};

const contentOf = (
  { text, template, variables }: Pick<CampaignDefinition, "text" | "template" | "variables">,
  row: AudienceRow,
): MessageRequest["content"] =>
  template === undefined
    ? { kind: "text", text: text ?? "" }
    : { kind: "template", template, variables: { ...variables, ...row.variables } };

/** The place of a recipient's variant among the campaign's. */
export const variantPlaceOf = ({ campaignId, variants }: CampaignDefinition, e164: string): number | undefined =>
  variants.length === 0 ? undefined : variantOf(variants, campaignId, e164);

/** One recipient's text. */
export const campaignMessage = (
  hashes: Hashes,
  { definition, state, terms }: Pick<CampaignRecord, "definition" | "state" | "terms">,
  row: AudienceRow & { readonly to: string },
  { generation, index }: Omit<CampaignPlace, "campaignId">,
  now: Date,
): Message => {
  const { campaignId, caller, locale } = definition;
  const place = variantPlaceOf(definition, row.to);
  const words = place === undefined ? definition : { ...definition.variants[place]!, variables: definition.variables };
  return {
    id: campaignMessageId(hashes, campaignId, row.to, generation),
    recipient: "recipient",
    request: {
      to: row.to,
      number: row.fault ?? parsePhoneNumber(row.to),
      content: contentOf(words, row),
      ...{ class: definition.class, locale, requestedAt: now },
      ...(terms.endAt === undefined ? {} : { notAfter: new Date(terms.endAt) }),
      ...(definition.window === undefined ? {} : { hours: windowOf(definition) }),
    },
    reference: row.reference,
    correlationId: definition.reference ?? null,
    ...{ campaignId, caller, traceparent: undefined, arrivedAt: now },
    origin: { topic: campaignTopic, partition: 0, offset: String(index), eventId: `${campaignId}/${generation}` },
    campaign: {
      ...{ id: campaignId, budgetMicros: terms.budgetMicros, weight: definition.weight },
      isOver: isOver(state),
    },
  };
};

/** One list for each campaign, always the same object, because quiet hours remember results by it. */
const windows = new WeakMap<object, NonNullable<MessageRequest["hours"]>>();

export const windowOf = ({ window }: Pick<CampaignDefinition, "window">): NonNullable<MessageRequest["hours"]> => {
  if (window === undefined) throw new TypeError("The campaign has no window");
  const known = windows.get(window);
  if (known !== undefined) return known;
  const { days, from, to, zone } = window;
  const said = [
    `the campaign goes out from ${from} to ${to}`,
    zone === "recipient" ? "the recipient's time" : zone,
    ...(days === undefined ? [] : [`on ${days.join(", ")}`]),
  ];
  const made = {
    windows: hoursOf(window),
    zones: zone === "recipient" ? undefined : [zone],
    says: said.join(", "),
  };
  windows.set(window, made);
  return made;
};
