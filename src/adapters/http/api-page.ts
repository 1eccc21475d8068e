import { operationsOf, resolvedIn, type ShownOperation, type ShownSchema } from "./openapi-operations.js";
import { escaped, page, prose } from "./page.js";
import { snippetsOf } from "./snippets.js";

const leftOut = "#/components/schemas/LeftOut";

type Resolved = ReturnType<typeof resolvedIn>;

const typeOf = (schema: ShownSchema, resolved: Resolved): string => {
  const { type, enum: values, const: only, format, items, anyOf = schema.oneOf } = schema;
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  // Fields that may be left out may be blank too: the page says so once.
  if (anyOf !== undefined)
    return anyOf.map((one) => (one.$ref === leftOut ? "null" : typeOf(resolved(one), resolved))).join(" | ");
  const plain = [type ?? "any"].flat().join(" | ");
  return items === undefined
    ? `${plain}${format === undefined ? "" : ` (${format})`}`
    : `array of ${typeOf(resolved(items), resolved)}`;
};

const row = (name: string, type: string, required: boolean, text = ""): string =>
  `<tr><td><code>${escaped(name)}</code>${required ? " *" : ""}</td><td>${escaped(type)}</td><td>${prose(text)}</td></tr>`;

const table = (head: string, rows: readonly string[]): string =>
  rows.length === 0
    ? ""
    : `<table><thead><tr><th scope="col">${head}</th><th scope="col">Type</th><th scope="col"></th></tr></thead><tbody>${rows.join("")}</tbody></table>`;

/** One operation: its input, its answers, a way to call it. */
const section = (operation: ShownOperation, base: string, resolved: Resolved): string => {
  const { answers, body, description, method, operationId, parameters, path, summary } = operation;
  const fields = Object.entries(body?.properties ?? {}).map(([name, given]) => {
    const field = resolved(given);
    return row(name, typeOf(field, resolved), body?.required?.includes(name) === true, field.description);
  });
  const given = parameters.map(({ name, in: where, required, schema = {}, description: text = "" }) =>
    row(name, `${typeOf(resolved(schema), resolved)}, in ${where}`, required === true, text),
  );
  const statuses = answers.map(([status, text]) => `<tr><td>${status}</td><td>${prose(text)}</td></tr>`).join("");
  const snippets = snippetsOf(operation, base)
    .map(([name, code]) => `<details><summary>${name}</summary><pre><code>${escaped(code)}</code></pre></details>`)
    .join("");
  return `<section id="${escaped(operationId)}"><h3><code>${method} ${escaped(path)}</code></h3>
<p>${prose(summary)}. ${prose(description ?? "")}</p>
${table("Parameter", given)}${table("Field", fields)}
<table><tbody>${statuses}</tbody></table>${snippets}</section>`;
};

/** `/docs`: the OpenAPI document for people, with nothing loaded from elsewhere. */
export const apiPage = (document: unknown, base: string): string => {
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const nav = operations.map(
    ({ method, operationId, path }) =>
      `<li><a href="#${escaped(operationId)}"><code>${method} ${escaped(path)}</code></a></li>`,
  );
  const parts = tags.map((tag) => {
    const own = operations.filter((one) => one.tag === tag).map((one) => section(one, base, resolvedIn(document)));
    return `<h2>${escaped(tag.slice(0, 1).toUpperCase() + tag.slice(1))}</h2>${own.join("\n")}`;
  });
  return page(
    "API · sms-service",
    `<h1>sms-service API</h1>
<p class="quiet">Also as <a href="/openapi.json">OpenAPI 3.1</a>. Errors are RFC 9457 documents; <a href="/docs/problems">each word of <code>code</code></a> has its explanation. Fields marked * are required; a blank text counts as left out, where null does.</p>
<nav aria-label="Operations"><ul>${nav.join("")}</ul></nav>
${parts.join("\n")}`,
  );
};
