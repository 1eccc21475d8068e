import { useEffect, useState } from "preact/hooks";
import { agoWords } from "../kit/instant-words.js";

interface Refusal {
  readonly messageId: string;
  readonly to: string | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly at: string;
}

/** Texts that reached no phone, and why; `turn` asks again. */
export const Refusals = ({ turn }: { readonly turn: number }) => {
  const [refusals, show] = useState<readonly Refusal[]>([]);
  useEffect(() => {
    const ask = () =>
      fetch("api/inbox/refusals")
        .then((answer) => answer.json() as Promise<{ refusals: readonly Refusal[] }>)
        .then((answer) => show(answer.refusals))
        .catch(() => undefined);
    void ask();
    // A refused text causes nothing that the phones could hear.
    const timer = setInterval(ask, 3_000);
    return () => clearInterval(timer);
  }, [turn]);
  if (refusals.length === 0) return null;
  return (
    <section class="refusals stack tight" aria-label="Texts that reached no phone">
      <h2>Reached no phone</h2>
      <ol>
        {refusals.map(({ messageId, to, recipient, template, reason, detail, at }) => (
          <li key={messageId} class="stack tight">
            <p class="row spread">
              <span class="tag bad">{reason}</span>
              <time class="small quiet num" dateTime={at}>
                {agoWords(at)}
              </time>
            </p>
            <p class="quiet num">{[to, recipient, template].filter(Boolean).join(" · ")}</p>
            <p>{detail}</p>
          </li>
        ))}
      </ol>
    </section>
  );
};
