import { countWords } from "../kit/count-words.js";
import { sinceWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import type { Campaign } from "./answers.js";
import { endedOf, shareText, stateTone } from "./campaign.js";
import { CampaignBar } from "./campaign-bar.js";
import { CampaignPage } from "./campaign-page.js";
import { NewCampaign } from "./new-campaign.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

const madeHere = { new: "yes" };

const Progress = ({ counts }: Pick<Campaign, "counts">) => (
  <div class="stack tight progress">
    <CampaignBar counts={counts} />
    <span class="small quiet num">
      {shareText(endedOf(counts), counts.total)} of {countWords(counts.total, "person", "people")}
    </span>
  </div>
);

const List = () => {
  const asked = useAsked<{ readonly campaigns: readonly Campaign[] }>("../v1/campaigns", undefined, 3_000);
  const may = useMay("send");
  const campaigns = asked.answer?.campaigns ?? [];
  return (
    <Page
      title="Campaigns"
      lead="Who gets which text, how far is it, and what does it cost?"
      tools={
        may && (
          <a class="button first" href={addressOf("campaigns", undefined, madeHere)}>
            New campaign
          </a>
        )
      }
    >
      <Fault of={asked} />
      {asked.answer !== undefined && campaigns.length === 0 && (
        <Empty title="No campaign yet">
          <p>
            A campaign sends one text to many people: a file of numbers is checked first, and nothing goes before
            somebody starts it. It can be paused at any moment, and nobody is texted twice.
          </p>
          <p>
            <code>sms campaign create people.csv --id summer-26 --template promotional_offer</code> makes one from a
            terminal.
          </p>
        </Empty>
      )}
      {campaigns.length > 0 && (
        <Table
          rows={campaigns}
          keyOf={({ campaignId }) => campaignId}
          columns={[
            {
              name: "Campaign",
              look: "free",
              of: ({ campaignId, name }) => <a href={addressOf("campaigns", campaignId)}>{name}</a>,
            },
            { name: "State", of: ({ state }) => <span class={`tag ${stateTone(state)}`}>{state}</span> },
            { name: "Progress", look: "wide", of: ({ counts }) => <Progress counts={counts} /> },
            {
              name: "No text",
              look: "right num",
              of: ({ counts: { failed, refused, undelivered } }) => failed + refused + undelivered || null,
            },
            { name: "Cost", look: "right num", of: ({ cost }) => moneyText(cost.micros) },
            {
              name: "Budget",
              look: "right num",
              of: ({ budgetMicros }) => (budgetMicros === null ? null : moneyText(budgetMicros)),
            },
            {
              name: "Made",
              look: "num",
              of: ({ createdAt }) => <time dateTime={createdAt}>{sinceWords(createdAt)}</time>,
            },
          ]}
        />
      )}
    </Page>
  );
};

/** Texts to many people: all campaigns, one of them, or a new one. */
export const CampaignsPage = ({ route: { filters, id } }: { readonly route: Route }) => {
  if (id !== undefined) return <CampaignPage key={id} id={id} filters={filters} />;
  return filters["new"] === undefined ? <List /> : <NewCampaign />;
};
