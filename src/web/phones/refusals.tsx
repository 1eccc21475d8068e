import { useEffect, useState } from "preact/hooks";
import { agoWords } from "../kit/instant-words.js";
import { Prose } from "../kit/prose.js";

interface Refusal {
  readonly messageId: string;
  readonly to: string | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly at: string;
}

/** The person it was for, and its template; nothing where the event broke its schema. */
const About = ({ to, recipient, template }: Pick<Refusal, "to" | "recipient" | "template">) => {
  const known = [to, recipient, template].filter(Boolean);
  return known.length === 0 ? null : <p class="quiet num">{known.join(" · ")}</p>;
};

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
        {refusals.map(({ messageId, reason, detail, at, ...about }) => (
          <li key={messageId} class="stack tight">
            <p class="row spread">
              <span class="tag bad">{reason}</span>
              <time class="small quiet num" dateTime={at}>
                {agoWords(at)}
              </time>
            </p>
            <About {...about} />
            <p>
              <Prose text={detail ?? ""} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
};
