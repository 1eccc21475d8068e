import type { Template } from "./answers.js";
import { addressOf, type Route } from "./route.js";
import { Empty, Fault, Page } from "./page.js";
import { TemplateChoice } from "./template-choice.js";
import { TemplateEditor } from "./template-editor.js";
import { useAsked } from "./use-asked.js";

/** Each template's text, with its cost for real values. */
export const TemplatesPage = ({ route }: { readonly route: Route }) => {
  const asked = useAsked<{ readonly templates: readonly Template[] }>("templates");
  const templates = asked.answer?.templates ?? [];
  const current = templates.find(({ name }) => name === route.id) ?? templates[0];
  return (
    <Page title="Templates" lead="What does each text say, and what does it cost with real values?">
      <Fault of={asked} />
      {asked.answer !== undefined && current === undefined && (
        <Empty title="No template">
          <p>
            <code>SMS_TEMPLATES_DIR</code> names a folder of YAML files, one a template; <code>sms templates lint</code>{" "}
            checks them.
          </p>
        </Empty>
      )}
      {current !== undefined && (
        <div class="aside">
          <div class="narrow">
            <TemplateChoice
              label="Template"
              templates={templates}
              value={current.name}
              onChoose={(name) => {
                location.hash = addressOf("templates", name);
              }}
            />
          </div>
          <nav aria-label="Templates">
            <ol class="choices">
              {templates.map(({ name, class: ofClass }) => (
                <li key={name}>
                  <a href={addressOf("templates", name)} aria-current={name === current.name ? "page" : undefined}>
                    <span>{name}</span>
                    <span class="small quiet">{ofClass}</span>
                  </a>
                </li>
              ))}
            </ol>
          </nav>
          <TemplateEditor key={current.name} template={current} />
        </div>
      )}
    </Page>
  );
};
