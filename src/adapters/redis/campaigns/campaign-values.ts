import { ownRecord } from "../../../domain/own-record.js";
import type { CampaignChange, CampaignRecord } from "../../../application/ports/campaign-ledger.js";
import type { Because, CampaignState } from "../../../domain/campaign/campaign-state.js";
import type { CampaignDefinition, CampaignTerms } from "../../../domain/campaign/campaign-terms.js";

/** Version, state, because, counts and instant, as the script writes them. */
type KeptChange = readonly [number, CampaignState, string, readonly string[], string];

const changeFields = ["number", "string", "string", "array", "string"] as const;
const definitionFields = {
  campaignId: "string",
  uploadId: "string",
  class: "string",
  variables: "object",
  variants: "array",
  weight: "number",
} as const;

type Fields = ReadonlyMap<string, Buffer | string>;

export const pairsOf = (flat: readonly (Buffer | string)[]): Fields =>
  new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]!] as const] : [])));

const becauseOf = (text: string): Because | null =>
  text === "" ? null : ownRecord<Because>("a campaign's reason", text, { kind: "string", detail: "string" });

const byCodeOf = (counts: Fields): ReadonlyMap<number, number> =>
  new Map([...counts].flatMap(([name, count]) => (name.startsWith("v") ? [] : [[Number(name), Number(count)]])));

const byVariantOf = (counts: Fields): ReadonlyMap<number, ReadonlyMap<number, number>> => {
  const found = new Map<number, Map<number, number>>();
  for (const [name, count] of counts) {
    if (!name.startsWith("v")) continue;
    const [place = 0, code = 0] = name.slice(1).split("/").map(Number);
    found.set(place, (found.get(place) ?? new Map<number, number>()).set(code, Number(count)));
  }
  return found;
};

const termMark = "term/";

/** The terms that it was made with, and those that changed since, each a field of its own. */
const termsOf = (about: Fields): CampaignTerms => {
  const made = ownRecord<CampaignTerms>("a campaign's terms", String(about.get("terms") ?? ""), {});
  const changed = [...about].flatMap(([name, value]) =>
    name.startsWith(termMark) ? [`${JSON.stringify(name.slice(termMark.length))}:${String(value)}`] : [],
  );
  return { ...made, ...ownRecord<CampaignTerms>("a campaign's new terms", `{${changed.join(",")}}`, {}) };
};

const instantOf = (ms: Buffer | string | undefined): Date | undefined =>
  ms === undefined ? undefined : new Date(Number(ms));

/** `open` unseals the definition. */
export const recordFrom = (
  about: Fields,
  counts: Fields,
  open: (sealed: Buffer) => Buffer | undefined,
): CampaignRecord | undefined => {
  const sealed = about.get("definition");
  const definition = sealed === undefined ? undefined : open(Buffer.from(sealed));
  if (definition === undefined) return undefined;
  const text = (name: string): string => String(about.get(name) ?? "");
  return {
    definition: ownRecord<CampaignDefinition>("a campaign", definition.toString("utf8"), definitionFields),
    terms: termsOf(about),
    total: Number(text("total")),
    state: text("state") as CampaignState,
    because: becauseOf(text("because")),
    byCode: byCodeOf(counts),
    byVariant: byVariantOf(counts),
    rounds: Number(text("rounds")),
    costMicros: Number(text("cost")),
    createdAt: new Date(Number(text("created"))),
    startedAt: instantOf(about.get("started")),
    endedAt: instantOf(about.get("ended")),
  };
};

export const changeFrom = (text: string): CampaignChange => {
  const [version, state, because, counts, at] = ownRecord<KeptChange>("a campaign's change", text, changeFields);
  return {
    version,
    state,
    because: becauseOf(because),
    byCode: byCodeOf(pairsOf(counts)),
    at: new Date(Number(at)),
  };
};
