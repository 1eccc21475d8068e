import { useEffect, useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { MarkedText } from "../kit/marked-text.js";
import { moneyText } from "../kit/money-text.js";
import type { Preview, Template } from "./answers.js";
import { ask, Refused } from "./ask.js";
import { Trace } from "./trace.js";

/** A number that nobody is texted at: a preview sends nothing. */
const anybody = "+919876543210";
const typingMs = 150;

const Shown = ({ preview }: { readonly preview: Preview }) => {
  let start = 0;
  return (
    <section class="stack tight" aria-live="polite">
      <p class="row">
        <span class={`tag ${preview.decision === "send" ? "good" : preview.decision === "defer" ? "warn" : "bad"}`}>
          {preview.decision}
        </span>
        {preview.segments !== null && (
          <span class="num">
            {preview.encoding} · {countWords(preview.segments, "part")}
            {preview.estimatedCost === null ? "" : ` · ${moneyText(preview.estimatedCost.micros)}`}
          </span>
        )}
      </p>
      {preview.detail !== undefined && <p class="banner bad">{preview.detail}</p>}
      <ol class="parts">
        {preview.parts.map((part, index) => {
          const from = start;
          start += part.length;
          return (
            <li key={from}>
              <span class="small quiet num">
                {index + 1}/{preview.parts.length}
              </span>
              <p dir="auto">
                <MarkedText
                  text={part}
                  offenders={preview.offenders
                    .filter(({ offset }) => offset >= from && offset < start)
                    .map((one) => ({ ...one, offset: one.offset - from }))}
                />
              </p>
            </li>
          );
        })}
      </ol>
      {preview.offenders.length > 0 && (
        <p class="small quiet">
          Marked characters are not in GSM-7: with them a part holds 70 characters instead of 160.
        </p>
      )}
      {preview.edits.length > 0 && (
        <p class="small quiet">Changed on the way: {[...new Set(preview.edits.map(({ why }) => why))].join(", ")}.</p>
      )}
      <details>
        <summary>The checks</summary>
        <Trace steps={preview.trace} />
      </details>
    </section>
  );
};

/** A template with values to try: parts, cost and what offends, as one types. */
export const TemplateEditor = ({ template }: { readonly template: Template }) => {
  const { name, variables, texts, dlt } = template;
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      variables.map(({ name: variable, example }) => [variable, example === null ? "" : String(example)]),
    ),
  );
  const locales = Object.keys(texts);
  const [locale, setLocale] = useState(locales.includes("en") ? "en" : (locales[0] ?? "en"));
  const [preview, show] = useState<Preview>();
  const [fault, setFault] = useState<string>();
  const given = JSON.stringify([values, locale]);
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      const numeric = new Set(
        variables.filter(({ type }) => type === "money" || type === "integer").map((one) => one.name),
      );
      const filled = Object.entries(values)
        .filter(([, value]) => value !== "")
        .map(([variable, value]) => [
          variable,
          numeric.has(variable) && value.trim() !== "" && !Number.isNaN(Number(value)) ? Number(value) : value,
        ]);
      const body = { to: anybody, template: name, variables: Object.fromEntries(filled), locale };
      try {
        const answer = await ask<Preview>("POST", "../v1/messages/preview", body);
        if (left) return;
        show(answer);
        setFault(undefined);
      } catch (error) {
        if (!left && error instanceof Refused) setFault(error.message);
      }
    }, typingMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [given]);
  return (
    <article class="card stack">
      <header class="row spread">
        <h2>{name}</h2>
        <span class="row tight">
          <span class="tag">{template.class}</span>
          {dlt.length > 0 && <span class="tag good">DLT {dlt.join(", ")}</span>}
        </span>
      </header>
      {locales.length > 1 && (
        <fieldset class="row tight" aria-label="Language">
          {locales.map((one) => (
            <button type="button" key={one} aria-pressed={one === locale} onClick={() => setLocale(one)}>
              {one}
            </button>
          ))}
        </fieldset>
      )}
      <p class="source" dir="auto">
        {texts[locale]}
      </p>
      <div class="fields">
        {variables.map(({ name: variable, type, optional, maxLength }) => (
          <div key={variable}>
            <label for={`value-${variable}`}>
              {variable}
              {optional ? ", optional" : ""} <span class="unseen">{type}</span>
            </label>
            <input
              id={`value-${variable}`}
              value={values[variable] ?? ""}
              title={`${type}, at most ${maxLength} characters`}
              onInput={(event) => setValues({ ...values, [variable]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      {fault !== undefined && (
        <p class="banner bad" role="alert">
          {fault}
        </p>
      )}
      {preview !== undefined && <Shown preview={preview} />}
    </article>
  );
};
