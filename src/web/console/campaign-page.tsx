import { CopyButton } from "../kit/copy-button.js";
import { countWords } from "../kit/count-words.js";
import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import { Prose } from "../kit/prose.js";
import type { Campaign, CheckedUpload } from "./answers.js";
import { columns, columnWords, shareText, stateTone } from "./campaign.js";
import { CampaignBar } from "./campaign-bar.js";
import { CampaignCommands } from "./campaign-commands.js";
import { CampaignRecipients } from "./campaign-recipients.js";
import { Fault, Page } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { Table } from "./table.js";
import { UploadReport } from "./upload-report.js";
import { useAsked } from "./use-asked.js";
import { useWords } from "./words.js";

const Columns = ({ campaignId, counts }: Campaign) => (
  <section class="card stack">
    <CampaignBar counts={counts} />
    <ul class="legend num">
      {columns
        .filter((column) => counts[column] > 0)
        .map((column) => (
          <li key={column}>
            <a href={addressOf("campaigns", campaignId, { state: column })}>
              <span class={`swatch ${columnWords[column][1]}`} />
              <strong>{counts[column].toLocaleString("en")}</strong> {columnWords[column][0]}
            </a>
            <span class="small quiet">{shareText(counts[column], counts.total)}</span>
          </li>
        ))}
    </ul>
  </section>
);

/** The reasons for which people got no text, the most frequent first, and what to do about each. */
const Reasons = ({ campaignId, reasons }: Campaign) => {
  const words = useWords();
  const found = Object.entries(reasons).toSorted(([, one], [, other]) => other - one);
  if (found.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>Who got no text</h2>
      <ol class="stack tight">
        {found.map(([reason, count]) => (
          <li key={reason} class="card reason">
            <strong class="figure num">{count.toLocaleString("en")}</strong>
            <div>
              <h3>
                <a href={addressOf("campaigns", campaignId, { reason })}>{words[reason]?.title ?? reason}</a>
              </h3>
              {words[reason] !== undefined && (
                <p class="quiet">
                  <Prose text={words[reason].fix} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

const Facts = (campaign: Campaign) => {
  const {
    budgetMicros,
    class: ofClass,
    cost,
    createdAt,
    endAt,
    endedAt,
    rate,
    startAt,
    startedAt,
    template,
  } = campaign;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Cost so far", moneyText(cost.micros)],
    ["Budget", budgetMicros === null ? "none" : moneyText(budgetMicros)],
    ["Text", template ?? "its own"],
    ["Class", ofClass],
    ["Rate", rate === null ? "as fast as the account may" : `${rate} a second`],
    ["Made", clockWords(createdAt)],
    ["Starts at", startAt === null || startedAt !== null ? null : clockWords(startAt)],
    ["Started", startedAt === null ? null : clockWords(startedAt)],
    ["Ends at", endAt === null || endedAt !== null ? null : clockWords(endAt)],
    ["Ended", endedAt === null ? null : clockWords(endedAt)],
  ];
  return (
    <section class="card stack tight">
      <h2>What is known</h2>
      <dl class="facts num">
        {facts
          .filter(([, value]) => value !== null)
          .flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
      </dl>
    </section>
  );
};

const Variants = ({ variants }: Pick<Campaign, "variants">) =>
  variants.length === 0 ? null : (
    <section class="stack tight">
      <h2>Variants</h2>
      <Table
        rows={variants}
        keyOf={({ name }) => name}
        columns={[
          { name: "Variant", look: "free", of: ({ name }) => name },
          { name: "Share", look: "right num", of: ({ share }) => `${share} %` },
          { name: "Sent", look: "right num", of: ({ counts }) => counts.sent + counts.delivered + counts.undelivered },
          { name: "Delivered", look: "right num", of: ({ counts }) => counts.delivered },
          { name: "No text", look: "right num", of: ({ counts }) => counts.failed + counts.refused },
        ]}
      />
    </section>
  );

interface CampaignPageProps {
  readonly id: string;
  readonly filters: Route["filters"];
}

/** One campaign: how far it is, why it stands, what it costs, who got nothing and why. */
export const CampaignPage = ({ id, filters }: CampaignPageProps) => {
  const asked = useAsked<Campaign>(`../v1/campaigns/${encodeURIComponent(id)}`, undefined, 2_000);
  const campaign = asked.answer;
  const upload = useAsked<CheckedUpload>(campaign?.report == null ? undefined : `..${campaign.report}`);
  if (campaign === undefined)
    return (
      <Page title="One campaign">
        <Fault of={asked} />
      </Page>
    );
  const { because, campaignId, counts, name, state } = campaign;
  return (
    <Page
      title={name}
      badge={<span class={`tag ${stateTone(state)}`}>{state}</span>}
      lead={
        <span class="row tight">
          {countWords(counts.total, "person", "people")}, one text each · <code>{campaignId}</code>
          <CopyButton text={campaignId} what="campaign id" />
        </span>
      }
      tools={<CampaignCommands campaign={campaign} report={upload.answer} again={asked.again} />}
    >
      <Fault of={asked} />
      <div class="stack">
        {because !== null && <p class={state === "paused" ? "banner" : "quiet"}>{because}</p>}
        <Columns {...campaign} />
      </div>
      <div class="halves">
        <Facts {...campaign} />
        {upload.answer !== undefined && (
          <section class="card stack tight">
            <h2>Its file</h2>
            <UploadReport of={upload.answer} />
          </section>
        )}
      </div>
      <Variants variants={campaign.variants} />
      <Reasons {...campaign} />
      <CampaignRecipients id={id} filters={filters} />
    </Page>
  );
};
