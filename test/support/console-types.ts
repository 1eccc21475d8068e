import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly const?: string | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema | true>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

/** The answers that the console reads; what they are made of comes with them. */
const shown = [
  ...["AuditEntry", "Campaign", "CampaignRecipient", "CheckedConsent", "CheckedUpload", "ConsentEntry", "DeadLetter"],
  ...["DeadLetterGroup", "DoctorCheck", "Doubt", "Figures", "Found", "LoggedMessage", "Message", "OptOut", "Preview"],
  ...[
    "Problem",
    "Replayed",
    "ReviewedText",
    "ScheduledMessage",
    "Session",
    "SpendScope",
    "Template",
    "WholeDeadLetter",
  ],
  "Word",
];

const { schemas } = (
  parse(readFileSync("docs/openapi.yaml", "utf8")) as { readonly components: { schemas: Record<string, Schema> } }
).components;

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);
const primitives: Readonly<Record<string, string>> = {
  ...{ string: "string", integer: "number", number: "number", boolean: "boolean", null: "null" },
};

const objectOf = ({ properties, required = [], additionalProperties }: Schema): string => {
  const known = Object.entries(properties ?? {});
  if (known.length > 0) {
    const fields = known.map(([name, of]) => `readonly ${name}${required.includes(name) ? "" : "?"}: ${typeOf(of)}`);
    return `{ ${fields.join("; ")} }`;
  }
  const value = typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
  const names = required.length === 0 ? "string" : required.map((name) => JSON.stringify(name)).join(" | ");
  return `Readonly<Record<${names}, ${value}>>`;
};

const typeOf = (schema: Schema | true): string => {
  if (schema === true) return "unknown";
  const { $ref, allOf, anyOf, const: only, enum: values, items, oneOf, type } = schema;
  if ($ref !== undefined) return nameOf($ref);
  if ((oneOf ?? anyOf) !== undefined) return (oneOf ?? anyOf ?? []).map(typeOf).join(" | ");
  if (allOf !== undefined) return allOf.map(typeOf).join(" & ");
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  return [type ?? "unknown"]
    .flat()
    .map((one) => {
      if (one === "object") return objectOf(schema);
      if (one === "array")
        return `readonly ${items?.$ref === undefined ? `(${typeOf(items ?? true)})` : typeOf(items)}[]`;
      return primitives[one] ?? "unknown";
    })
    .join(" | ");
};

const refsIn = (value: unknown): readonly string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, of]) => (key === "$ref" ? [nameOf(String(of))] : refsIn(of)));

/** The console's types of the service's answers, as docs/openapi.yaml describes them, to which every answer is held. */
export const consoleTypes = (): string => {
  const needed = new Set(shown);
  for (const name of needed) for (const other of refsIn(schemas[name])) needed.add(other);
  const types = [...needed]
    .toSorted()
    .map((name) => `export type ${name} = ${typeOf(schemas[name] ?? true)};\n`)
    .join("\n");
  return `// Generated from docs/openapi.yaml by \`npm run generate\`: change that, not this.\n\n${types}`;
};
