import { clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import type { ReviewedText } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { useAsked } from "./use-asked.js";

const judgements: readonly (readonly [string, string])[] = [
  ["keep", "No offers"],
  ["widen", "No texts at all"],
  ["undo", "It was no opt-out"],
];

/** Texts that may mean an opt-out: a person says what they mean. Until then they count as one. */
export const ReviewQueue = () => {
  const asked = useAsked<{ readonly texts: readonly ReviewedText[] }>("../v1/opt-outs/review");
  const texts = asked.answer?.texts ?? [];
  const judge = async (id: string, as: string) => {
    await ask("POST", `../v1/opt-outs/review/${id}`, { as }).then(
      () => say("Judged"),
      (error: Refused) => say(error.message),
    );
    await asked.again();
  };
  if (texts.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>Did they opt out?</h2>
      <p class="quiet">
        These texts may mean STOP; they count as an opt-out from offers until somebody says otherwise.
      </p>
      <ol class="stack tight">
        {texts.map(({ id, at, to, text, word }) => (
          <li key={id} class="card stack tight">
            <p class="row small quiet num">
              {to} · {clockWords(at)} · “{word}”
            </p>
            <p dir="auto">{text}</p>
            <div class="row tight">
              {judgements.map(([as, shown]) => (
                <button type="button" key={as} onClick={() => void judge(id, as)}>
                  {shown}
                </button>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};
