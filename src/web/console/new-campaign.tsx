import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import type { CheckedUpload, Template } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { makeCampaign } from "./make-campaign.js";
import { Page } from "./page.js";
import { addressOf } from "./route.js";
import { TemplateChoice } from "./template-choice.js";
import { UploadReport } from "./upload-report.js";
import { useAsked } from "./use-asked.js";

const word = (given: FormData, name: string): string => String(given.get(name) ?? "").trim();

interface Checked {
  readonly report: CheckedUpload;
  readonly words: Readonly<Record<string, string>>;
}

/** A file is checked, the check is looked at, then the campaign is made; nothing goes out before it is started. */
export const NewCampaign = () => {
  const asked = useAsked<{ readonly templates: readonly Template[] }>("templates");
  const templates = asked.answer?.templates.filter((one) => one.class !== "otp") ?? [];
  const [template, choose] = useState("");
  const [checked, setChecked] = useState<Checked>();
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const chosen = templates.find(({ name }) => name === template);

  const doing = async (act: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setFault(undefined);
    await act().catch((error: Refused) => setFault(error.message));
    setBusy(false);
  };
  const check = (given: FormData) =>
    doing(async () => {
      const ofClass = word(given, "class");
      const words = { class: ofClass, ...(template === "" ? { text: word(given, "text") } : { template }) };
      setChecked(undefined);
      const report = await ask<CheckedUpload>("POST", `../v1/uploads?${new URLSearchParams(words)}`, given.get("file"));
      setChecked({ report, words });
    });
  const make = ({ report, words }: Checked, given: FormData) =>
    doing(async () => {
      const name = word(given, "name");
      const budget = word(given, "budget");
      const startAt = word(given, "start");
      const campaignId = await makeCampaign(name, report.uploadId, {
        ...words,
        ...(budget === "" ? {} : { budgetMicros: Math.round(Number(budget) * 1_000_000) }),
        ...(startAt === "" ? {} : { startAt: new Date(startAt).toISOString() }),
      });
      location.hash = addressOf("campaigns", campaignId);
    });

  return (
    <Page title="New campaign" lead="A file is checked first. Nothing goes out before you start it.">
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void check(new FormData(event.currentTarget));
        }}
        onChange={() => setChecked(undefined)}
      >
        <h2>1. Who, and what</h2>
        <div class="fields">
          <div>
            <label for="file">File of recipients (CSV)</label>
            <input id="file" name="file" type="file" accept=".csv,text/csv" required />
          </div>
          <div>
            <TemplateChoice
              label="Text"
              other="written here"
              templates={templates}
              value={template}
              onChoose={choose}
            />
          </div>
          <div>
            <label for="class">Class</label>
            <select id="class" name="class">
              <option value="promotional">promotional</option>
              <option value="transactional">transactional</option>
            </select>
          </div>
        </div>
        {chosen === undefined ? (
          <div>
            <label for="text">Its words</label>
            <textarea id="text" name="text" rows={3} required maxLength={2_000} />
          </div>
        ) : (
          <p class="source">{Object.values(chosen.texts)[0]}</p>
        )}
        <p class="small quiet">
          The first row names the columns: the number's is called phone, number, mobile or to
          {chosen === undefined ? "." : `; the text needs ${chosen.variables.map(({ name }) => name).join(", ")}.`}
        </p>
        <div class="row">
          <button type="submit" class={checked === undefined ? "first" : undefined} aria-busy={isBusy}>
            Check the file
          </button>
        </div>
      </form>
      {fault !== undefined && (
        <p class="banner bad" role="alert">
          {fault}
        </p>
      )}
      {checked !== undefined && (
        <form
          class="card stack"
          onSubmit={(event) => {
            event.preventDefault();
            void make(checked, new FormData(event.currentTarget));
          }}
        >
          <h2>2. Look at the check, and make it</h2>
          <UploadReport of={checked.report} />
          <div class="fields">
            <div>
              <label for="name">Name</label>
              <input id="name" name="name" required maxLength={64} placeholder="Summer sale 26" />
            </div>
            <div>
              <label for="budget">Budget in dollars (may stay empty)</label>
              <input id="budget" name="budget" type="number" min={0} step="any" />
            </div>
            <div>
              <label for="start">Not before (may stay empty)</label>
              <input id="start" name="start" type="datetime-local" />
            </div>
          </div>
          <div class="row">
            <button type="submit" class="first" aria-busy={isBusy} disabled={checked.report.good === 0}>
              Make it for {countWords(checked.report.good, "person", "people")}
            </button>
          </div>
        </form>
      )}
    </Page>
  );
};
