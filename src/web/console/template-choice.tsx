import type { Template } from "./answers.js";

interface TemplateChoiceProps {
  readonly label: string;
  readonly templates: readonly Template[];
  readonly value: string;
  /** A choice beside the templates, whose value is empty. */
  readonly other?: string;
  readonly onChoose: (name: string) => void;
}

/** One template out of all. */
export const TemplateChoice = ({ label, onChoose, other, templates, value }: TemplateChoiceProps) => (
  <>
    <label for="template">{label}</label>
    <select id="template" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {other !== undefined && <option value="">{other}</option>}
      {templates.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  </>
);
