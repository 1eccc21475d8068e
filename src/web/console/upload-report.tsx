import { countWords } from "../kit/count-words.js";
import { moneyText } from "../kit/money-text.js";
import { say } from "../kit/say.js";
import type { CheckedUpload } from "./answers.js";
import type { Refused } from "./ask.js";
import { download } from "./download.js";

/** `opted-out` as a person reads it. */
const firstUpper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");

/** The cost by the price book, from the cheapest to the dearest route. */
export const rangeText = ({ low, high }: CheckedUpload["cost"]): string =>
  low === high ? moneyText(low) : `${moneyText(low)} to ${moneyText(high)}`;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;

const delimiterWords: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

const Faults = ({ faults, bad, uploadId }: CheckedUpload) => (
  <details open={faults.length <= 5}>
    <summary>{countWords(bad, "row", "rows")} cannot be texted</summary>
    <ol class="faults">
      {faults.map(({ column, fault, line, value }) => (
        <li key={`${line} ${column}`}>
          <span class="small quiet num">line {line}</span>
          <p>
            {column !== null && <strong>{column}</strong>}{" "}
            {value !== undefined && value !== "" && (
              <>
                <code dir="auto">{value}</code>{" "}
              </>
            )}
            {fault}
          </p>
        </li>
      ))}
    </ol>
    <button
      type="button"
      onClick={() =>
        void download(`../v1/uploads/${uploadId}/faults.csv`, "faults.csv").catch((error: Refused) =>
          say(error.message),
        )
      }
    >
      All faults as a file
    </button>
  </details>
);

const mostWindows = 8;

/** `4,120 go at once, 880 wait for 09:00 in New York on Wednesday`. */
const whenText = (windows: CheckedUpload["windows"]): string => {
  const told = windows
    .slice(0, mostWindows)
    .map(
      ({ from, rows, words }) => `${rows.toLocaleString("en")} ${from === null ? "go at once" : `wait for ${words}`}`,
    );
  const later = windows.slice(mostWindows).reduce((sum, { rows }) => sum + rows, 0);
  return [...told, ...(later > 0 ? [`${later.toLocaleString("en")} wait in further zones, or longer`] : [])].join(", ");
};

/** A checked file: who can be texted, in how many parts, for how much, and what is wrong where. */
export const UploadReport = ({ of: report }: { readonly of: CheckedUpload }) => {
  const { bad, cost, delimiter, duplicates, encoding, exclusions, faults, good, parts, rows, unused } = report;
  const { redisBytes, redisFreeBytes, windows } = report;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Rows", rows.toLocaleString("en")],
    ["Can be texted", good.toLocaleString("en")],
    ["Twice in it", duplicates === 0 ? null : duplicates.toLocaleString("en")],
    ...Object.entries(exclusions).map(([reason, count]) => [firstUpper(reason), count.toLocaleString("en")] as const),
    ["When", windows.length === 0 ? null : whenText(windows)],
    ["Cost", rangeText(cost)],
    [
      "Parts",
      Object.entries(parts)
        .map(([size, count]) => `${count.toLocaleString("en")} with ${countWords(Number(size), "part")}`)
        .join(", ") || null,
    ],
    [
      "Memory",
      redisFreeBytes === null ? null : `${megabytes(redisBytes)} of Redis, ${megabytes(redisFreeBytes)} are free`,
    ],
    ["Read as", `${encoding}, ${delimiterWords[delimiter] ?? delimiter}`],
    ["Columns not used", unused.length === 0 ? null : unused.join(", ")],
  ];
  return (
    <div class="stack tight">
      <dl class="facts num">
        {facts
          .filter(([, value]) => value !== null)
          .flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
      </dl>
      {bad > 0 && faults.length > 0 && <Faults {...report} />}
    </div>
  );
};
