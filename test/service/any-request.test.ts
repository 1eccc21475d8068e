import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { startSmsStage } from "../../src/composition/stage.js";
import { built } from "../support/built.js";

beforeAll(built);

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly example?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly $ref?: string; readonly content?: Readonly<Record<string, { schema: Schema }>> };
}

const document = parse(readFileSync("docs/openapi.yaml", "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const followed = <Part extends { readonly $ref?: string }>(part: Part): Part =>
  part.$ref === undefined
    ? part
    : (part.$ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Part);

const formats: Readonly<Record<string, readonly string[]>> = {
  "date-time": ["2026-11-27T10:00:00Z", "2026-11-27T10:00:00+05:30", "2026-02-30T00:00:00Z", "+275760-09-13T00:00:00Z"],
  date: ["2026-11-27", "2026-13-01"],
  uuid: ["8d4f9a0e-52c4-4c9a-a0f8-b64b0d0e7c11", "8D4F9A0E"],
};
const numbers = ["+919876543210", "098765 43210", "+1", "911", "+15005550006"];

/** Values that a schema describes, and near to them values that it does not. */
const valuesOf = (given: Schema, depth = 0): fc.Arbitrary<unknown> => {
  const schema = followed(given);
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(null, "", " ", -1, 1e308, "\u0000", "\ud800", "__proto__", [], {}),
  );
  const meant = (): fc.Arbitrary<unknown> => {
    const several = schema.oneOf ?? schema.anyOf ?? schema.allOf;
    if (several !== undefined && depth < 6) return fc.oneof(...several.map((one) => valuesOf(one, depth + 1)));
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const [type] = schema.properties === undefined ? [schema.type].flat() : ["object"];
    if (type === "object" && depth < 6)
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, of]) => [name, valuesOf(of, depth + 1)]),
        ),
        { requiredKeys: [] },
      );
    if (type === "array" && depth < 6) return fc.array(valuesOf(schema.items ?? {}, depth + 1), { maxLength: 3 });
    if (type === "integer" || type === "number") return fc.oneof(fc.nat(100), fc.integer(), fc.double());
    if (type === "boolean") return fc.boolean();
    const examples = schema.example === undefined ? [] : [schema.example];
    const known = [...examples, ...(formats[schema.format ?? ""] ?? numbers)];
    return fc.oneof(fc.constantFrom(...known), fc.string({ unit: "grapheme", maxLength: 40 }));
  };
  return fc.oneof({ weight: 9, arbitrary: meant() }, { weight: 1, arbitrary: strange });
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
);
const requestsOf = (path: string, { parameters = [], requestBody }: Operation) => {
  const known = parameters.map(followed);
  const steps = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const json = requestBody === undefined ? undefined : followed(requestBody).content?.["application/json"];
  return fc.record({
    steps: fc.tuple(...steps.map(() => fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 30 })))),
    query: fc.record(
      Object.fromEntries(known.filter((one) => one.in === "query").map(({ name, schema }) => [name, valuesOf(schema)])),
      { requiredKeys: [] },
    ),
    body: json === undefined ? fc.constant(undefined) : valuesOf(json.schema),
  });
};
const runs = 12;
/** The gate asks the same requests each time; another number asks others. */
const seed = Number(process.env["SEED"] ?? 1);

test("no request that the document describes, or nearly does, is the service's own fault; every answer is described", async () => {
  await using stage = await startSmsStage();
  let asked = 0;
  for (const [method, path, operation] of operations) {
    await fc.assert(
      fc.asyncProperty(requestsOf(path, operation), async ({ body, query, steps }) => {
        let next = 0;
        const place = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(steps[next++]!.toWellFormed()));
        const words = Object.entries(query).map(([name, value]) => [name, String(value).toWellFormed()]);
        const search = words.length === 0 ? "" : `?${new URLSearchParams(words)}`;
        const sent =
          body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
        // `fetch` is held to the document by check-answers: an answer that it does not have rejects.
        const asking = fetch(`${stage.url}${place}${search}`, {
          ...{ method, redirect: "manual", signal: AbortSignal.timeout(20_000) },
          ...sent,
        });
        // A field that all share and that is faulty is answered for each recipient, so the request is taken.
        const isTaken = (error: unknown) => path.endsWith("/bulk") && /was accepted, although/.test(String(error));
        const answer = await asking.catch((error: unknown) => {
          if (!isTaken(error)) throw error;
        });
        asked += 1;
        if (answer === undefined) return;
        if (answer.headers.get("content-type")?.startsWith("text/event-stream") === true) void answer.body?.cancel();
        else await answer.arrayBuffer();
        // What a caller writes never makes the service fail; an outside part that is away may.
        expect(
          [500, 501, 505],
          `${method} ${place}${search} ${body === undefined ? "" : JSON.stringify(body)}`,
        ).not.toContain(answer.status);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  }
  expect(asked).toBeGreaterThanOrEqual(operations.length * runs);
}, 240_000);
