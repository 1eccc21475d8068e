import { countWords } from "../kit/count-words.js";
import type { Campaign } from "./answers.js";
import { columns, columnWords } from "./campaign.js";

const width = 1_000;

/** Everybody of a campaign as one bar, each column as long as it is large. */
export const CampaignBar = ({ counts }: Pick<Campaign, "counts">) => {
  const found = columns.filter((column) => counts[column] > 0);
  let start = 0;
  return (
    <svg
      class="bar"
      viewBox={`0 0 ${width} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={
        found.length === 0
          ? "Nobody"
          : found.map((column) => countWords(counts[column], columnWords[column][0], columnWords[column][0])).join(", ")
      }
    >
      {found.map((column) => {
        const from = start;
        start += (counts[column] / counts.total) * width;
        return <rect key={column} class={columnWords[column][1]} x={from} width={start - from} height={1} />;
      })}
    </svg>
  );
};
