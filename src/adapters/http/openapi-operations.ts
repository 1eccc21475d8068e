/** The part of a JSON Schema that is shown to people. */
export interface ShownSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ShownSchema>>;
  readonly items?: ShownSchema;
  readonly anyOf?: readonly ShownSchema[];
  readonly oneOf?: readonly ShownSchema[];
}

export interface ShownParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: ShownSchema;
}

interface Described {
  readonly $ref?: string;
  readonly description?: string;
}

export interface ShownOperation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly parameters: readonly ShownParameter[];
  /** The schema of a JSON body. */
  readonly body: ShownSchema | undefined;
  /** By status. */
  readonly answers: readonly (readonly [string, string])[];
}

interface Written {
  readonly tags?: readonly string[];
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly ShownParameter[];
  readonly requestBody?: {
    readonly $ref?: string;
    readonly content?: Readonly<Record<string, { readonly schema?: ShownSchema }>>;
  };
  readonly responses?: Readonly<Record<string, Described>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Resolves a `$ref` within the document (RFC 6901); answers the part itself where it is no reference. */
export const resolvedIn =
  (document: unknown) =>
  <Part extends { readonly $ref?: string }>(part: Part): Part => {
    let found: unknown = part;
    for (let steps = 0; steps < 10 && isObject(found) && typeof found["$ref"] === "string"; steps += 1)
      found = found["$ref"]
        .slice(2)
        .split("/")
        .reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), document);
    return (found ?? {}) as Part;
  };

/** The document's operations in its order, its references resolved. */
export const operationsOf = (document: unknown): readonly ShownOperation[] => {
  const resolved = resolvedIn(document);
  const { paths = {} } = document as { readonly paths?: Readonly<Record<string, Readonly<Record<string, Written>>>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]): ShownOperation => {
      const body = written.requestBody && resolved(written.requestBody).content?.["application/json"]?.schema;
      return {
        method: method.toUpperCase(),
        path,
        tag: written.tags?.[0] ?? "service",
        operationId: written.operationId,
        summary: written.summary ?? written.operationId,
        description: written.description,
        parameters: (written.parameters ?? []).map(resolved),
        body: body === undefined ? undefined : resolved(body),
        answers: Object.entries(written.responses ?? {}).map(([status, one]) => [
          status,
          resolved(one).description ?? "",
        ]),
      };
    }),
  );
};
