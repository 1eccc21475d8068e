import type { FieldFault } from "../../application/requests/field-fault.js";
import { shownText } from "../../domain/text/shown-text.js";
import { jsonPointer } from "../../domain/json-pointer.js";
import { isJsonObject } from "../../domain/json-object.js";
import { nearestName } from "../../domain/nearest-name.js";
import { resolvedIn } from "./openapi-operations.js";

/** The part of a JSON Schema that names its fields. */
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
}

interface Operation {
  /** Empty where the operation takes no key. */
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly $ref?: string;
    readonly required?: boolean;
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The names that the OpenAPI document gives an operation. */
export interface KnownNames {
  /** True unless the document says that the operation takes no key. */
  needsKey(method: string, route: string): boolean;
  /** True unless the document says that the operation goes without a body. */
  needsBody(method: string, route: string): boolean;
  /** A fault for each field of the body that is none, with the nearest right name. */
  fields(method: string, route: string, body: unknown): readonly FieldFault[];
  /** A sentence about a query parameter that is none, or that is given twice. */
  parameter(method: string, route: string, query: Readonly<Record<string, unknown>>): string | undefined;
}

/** Names under which people look for a person. */
const numberNames: ReadonlySet<string> = new Set(["to", "from", "phone", "number", "mobile", "phonenumber"]);
const numberInBody =
  "a number is never in an address, which logs keep: send it in a body, such as that of POST /v1/messages/search";

const mostFaults = 20;
const longestName = 60;
const shown = (name: string): string => shownText(name, longestName);

const meant = (name: string, known: readonly string[]): string => {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `known are ${known.join(", ")}` : `did you mean ${nearest}?`;
};

export const createKnownNames = (document: unknown): KnownNames => {
  const { paths = {} } = document as { readonly paths?: Paths };

  const resolved = resolvedIn(document);

  /** The fields of an object; undefined where any may be there. */
  const fieldsOf = (given: Schema): Readonly<Record<string, Schema>> | undefined => {
    const schema = resolved(given);
    const several = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].map(fieldsOf);
    if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) return undefined;
    const all = [schema.properties, ...several].filter((fields) => fields !== undefined);
    return all.length === 0 ? undefined : Object.assign({}, ...all);
  };

  /** One after the other: whoever takes the first few looks at no more, however many a body has. */
  const faultsIn = function* (schema: Schema, value: unknown, pointer: string): Generator<FieldFault> {
    if (Array.isArray(value)) {
      const { items } = resolved(schema);
      if (items !== undefined)
        for (const [at, item] of value.entries()) yield* faultsIn(items, item, `${pointer}/${at}`);
      return;
    }
    const fields = isJsonObject(value) ? fieldsOf(schema) : undefined;
    if (!isJsonObject(value) || fields === undefined) return;
    for (const [name, inner] of Object.entries(value)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field !== undefined) yield* faultsIn(field, inner, pointer + jsonPointer([name]));
      else {
        const message = `is no field of this request; ${meant(name, Object.keys(fields))}`;
        yield { pointer: pointer + jsonPointer([shown(name)]), message };
      }
    }
  };

  const firstFaults = (schema: Schema, body: unknown): readonly FieldFault[] => {
    const found: FieldFault[] = [];
    for (const fault of faultsIn(schema, body, "")) if (found.push(fault) === mostFaults) break;
    return found;
  };

  const operationOf = (method: string, route: string): Operation | undefined =>
    paths[route.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];

  return {
    needsKey: (method, route) => operationOf(method, route)?.security?.length !== 0,
    needsBody: (method, route) => {
      const operation = operationOf(method, route);
      if (operation === undefined) return true;
      return operation.requestBody !== undefined && resolved(operation.requestBody).required === true;
    },
    fields: (method, route, body) => {
      const { requestBody } = operationOf(method, route) ?? {};
      const schema = requestBody && resolved(requestBody).content?.["application/json"]?.schema;
      return schema === undefined ? [] : firstFaults(schema, body);
    },
    parameter: (method, route, query) => {
      const operation = operationOf(method, route);
      if (operation === undefined) return undefined;
      const parameters = (operation.parameters ?? []).map(resolved).filter((one) => one.in === "query");
      const known = parameters.flatMap(({ name }) => name ?? []);
      const unknown = Object.keys(query).find((name) => !known.includes(name));
      const twice = Object.keys(query).find((name) => Array.isArray(query[name]));
      if (unknown === undefined)
        return twice === undefined ? undefined : `${twice} is given more than once; give it once`;
      const none = `${shown(unknown)} is no parameter of ${method} ${route.replace(/:(\w+)/g, "{$1}")}`;
      const moved = numberNames.has(unknown.toLowerCase()) ? `; ${numberInBody}` : "";
      return `${none}; ${known.length === 0 ? "it takes none" : meant(unknown, known)}${moved}`;
    },
  };
};
