import { CopyButton } from "../kit/copy-button.js";
import { countWords } from "../kit/count-words.js";
import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import type { Letter, TextLetter } from "./letter.js";
import { addressOf, type Route } from "./route.js";
import type { Told } from "./told.js";

const looks: Readonly<Record<string, string>> = {
  delivered: "good",
  undelivered: "bad",
  unknown: "warn",
  failed: "bad",
};

const fateWords = ({ kind, fate }: TextLetter, told: Told | undefined): readonly [string, string] | undefined => {
  if (kind === "withheld") return ["never arrived: this phone opted out", "bad"];
  const state = told?.state ?? (fate === null ? undefined : fate.status);
  return state === undefined ? undefined : [state, looks[state] ?? ""];
};

interface BubbleProps {
  /** Its place in the list, as a row says it. */
  readonly row: object;
  readonly letter: Letter;
  readonly told: Told | undefined;
  readonly route: Route;
}

/** One text as its phone shows it, with what it cost beneath. */
export const Bubble = ({ row, letter, told, route }: BubbleProps) => {
  if (letter.kind === "reply")
    return (
      <li class="letter mine" {...row}>
        <p class="bubble" dir="auto">
          {letter.text}
        </p>
        <p class="small quiet num">
          {clockWords(letter.at)}
          {letter.delivered ? "" : " · nobody heard it"}
        </p>
      </li>
    );
  const fate = fateWords(letter, told);
  const facts = [
    letter.encoding,
    countWords(letter.segments, "part"),
    letter.micros === null ? undefined : moneyText(letter.micros),
  ];
  return (
    <li class={`letter ${letter.kind}`} id={`text-${letter.id}`} {...row}>
      <a
        class="bubble"
        dir="auto"
        href={addressOf({ ...route, text: letter.id })}
        aria-current={route.text === letter.id ? "true" : undefined}
      >
        {letter.text}
      </a>
      <div class="row small quiet">
        <time class="num" dateTime={letter.at}>
          {clockWords(letter.at)}
        </time>
        <span class="num">{facts.filter(Boolean).join(" · ")}</span>
        {fate !== undefined && <span class={`tag ${fate[1]}`}>{fate[0]}</span>}
      </div>
      {letter.code !== null && <CopyButton text={letter.code} what="code" shown={letter.code} class="code" />}
    </li>
  );
};
