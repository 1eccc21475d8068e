import type { ShownOperation, ShownSchema } from "./openapi-operations.js";

/** An example of a field: the document's own, or one of its type. */
const exampleOf = ({ example, enum: values, const: only, type, format, items, anyOf }: ShownSchema): unknown => {
  if (example !== undefined) return example;
  if (anyOf?.[0] !== undefined) return exampleOf(anyOf[0]);
  if (only !== undefined) return only;
  if (values !== undefined) return values[0];
  if (format === "uuid") return "5f9d2c60-9d3f-4f1e-8f0a-1d7b6c1f0a11";
  if (format === "date-time") return "2026-12-01T09:00:00Z";
  const [one] = [type].flat();
  if (one === "integer" || one === "number") return 1;
  if (one === "boolean") return false;
  if (one === "array") return items === undefined ? [] : [exampleOf(items)];
  return one === "object" ? {} : "…";
};

/** A body of the required fields, and of those with an example in the document. */
const bodyOf = (schema: ShownSchema): string => {
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => schema.required?.includes(name) === true || (field.example !== undefined && name === "text"),
  );
  return JSON.stringify(Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field)])));
};

const addressOf = ({ path, parameters }: ShownOperation): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((one) => one.name === name)?.schema;
    return String(schema === undefined ? "ID" : exampleOf(schema));
  });
  const query = parameters.filter((one) => one.in === "query" && one.required === true);
  const pairs = query.map(({ name, schema = {} }) => `${name}=${encodeURIComponent(String(exampleOf(schema)))}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`;
};

const curl = (method: string, url: string, body: string | undefined): string =>
  [
    `curl -X ${method} '${url}' \\`,
    `  -H "Authorization: Bearer $SMS_API_KEY"${body === undefined ? "" : " \\"}`,
    ...(body === undefined
      ? []
      : ["  -H 'Content-Type: application/json' \\", `  -d '${body.replaceAll("'", "'\\''")}'`]),
  ].join("\n");

const python = (method: string, url: string, body: string | undefined): string =>
  [
    "import json, os, urllib.request",
    "",
    "request = urllib.request.Request(",
    `    ${JSON.stringify(url)},`,
    `    method="${method}",`,
    ...(body === undefined ? [] : [`    data=${JSON.stringify(body)}.encode(),`]),
    '    headers={"Authorization": "Bearer " + os.environ["SMS_API_KEY"],',
    '             "Content-Type": "application/json"},',
    ")",
    "with urllib.request.urlopen(request, timeout=30) as answer:",
    "    print(answer.status, answer.read().decode())",
  ].join("\n");

const go = (method: string, url: string, body: string | undefined): string =>
  [
    `body := strings.NewReader(${JSON.stringify(body ?? "")})`,
    `request, err := http.NewRequest("${method}", ${JSON.stringify(url)}, body)`,
    "if err != nil {",
    "\tlog.Fatal(err)",
    "}",
    'request.Header.Set("Authorization", "Bearer "+os.Getenv("SMS_API_KEY"))',
    'request.Header.Set("Content-Type", "application/json")',
    "answer, err := http.DefaultClient.Do(request)",
    "if err != nil {",
    "\tlog.Fatal(err)",
    "}",
    "defer answer.Body.Close()",
    "io.Copy(os.Stdout, answer.Body)",
  ].join("\n");

/** The same call in several languages, each with its own standard library. */
export const snippetsOf = (operation: ShownOperation, base: string): readonly (readonly [string, string])[] => {
  const url = base + addressOf(operation);
  const body = operation.body === undefined ? undefined : bodyOf(operation.body);
  const { method } = operation;
  return [
    ["curl", curl(method, url, body)],
    ["Python", python(method, url, body)],
    ["Go", go(method, url, body)],
  ];
};
