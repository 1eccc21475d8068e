import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

interface Body {
  readonly content?: Readonly<Record<string, unknown>>;
  readonly $ref?: string;
}
interface Operation {
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

const document = parse(readFileSync("docs/openapi.yaml", "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...document, $id: "openapi" });

const escapedStep = (step: string): string => step.replaceAll("~", "~0").replaceAll("/", "~1");
const routes = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
}));

const faultsAt = (pointer: readonly string[], value: unknown): string | undefined => {
  const validate = ajv.getSchema(`openapi#/${pointer.map(escapedStep).join("/")}`);
  return validate === undefined || validate(value) ? undefined : ajv.errorsText(validate.errors);
};

/** Where the schema of a body lies; a `$ref` to components is followed once. */
const placeOf = (body: Body, at: readonly string[]): readonly string[] =>
  body.$ref === undefined ? at : body.$ref.slice(2).split("/");
const resolved = (body: Body): Body =>
  body.$ref === undefined
    ? body
    : (body.$ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Body);

const sent = (body: unknown): unknown => {
  try {
    return typeof body === "string" ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
};

/** What of a request's body breaks the document, at an address as the document writes it; undefined where nothing does. */
export const requestFault = (method: string, path: string, body: unknown): string | undefined => {
  const { requestBody } = document.paths[path]![method.toLowerCase()]!;
  if (requestBody === undefined) return undefined;
  const place = placeOf(requestBody, ["paths", path, method.toLowerCase(), "requestBody"]);
  return faultsAt([...place, "content", "application/json", "schema"], body);
};

/** A sentence about what breaks the document; undefined where nothing does. */
export const faultOf = async (method: string, path: string, request: unknown, answer: Response) => {
  const documented = routes
    .filter(({ pattern }) => pattern.test(path))
    .sort((a, b) => (a.path.match(/\{/g) ?? []).length - (b.path.match(/\{/g) ?? []).length);
  if (documented.length === 0) return answer.status === 404 ? undefined : `${path} is no address`;
  const route = documented.find((one) => document.paths[one.path]?.[method.toLowerCase()] !== undefined);
  if (route === undefined) return answer.status === 405 ? undefined : "there is no such method";
  const operation = document.paths[route.path]![method.toLowerCase()]!;
  const here = ["paths", route.path, method.toLowerCase()];
  const response = operation.responses[String(answer.status)];
  // A page of another site is refused wherever it calls; a fault of the service may be anywhere, too.
  if (response === undefined)
    return [403, 500].includes(answer.status) ? undefined : `the status ${answer.status} is not described`;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0]!;
  const { content } = resolved(response);
  if (content !== undefined && !(type in content)) return `the type ${type} is not described`;
  if (/json$/.test(type)) {
    const place = placeOf(response, [...here, "responses", String(answer.status)]);
    const faults = faultsAt([...place, "content", type, "schema"], await answer.json());
    if (faults !== undefined) return `the answer ${faults}`;
  }
  const body = sent(request);
  if (operation.requestBody === undefined || body === undefined || !answer.ok) return undefined;
  const faults = requestFault(method, route.path, body);
  return faults === undefined ? undefined : `was accepted, although the request ${faults}`;
};
