import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOpenapi } from "../../src/adapters/files/openapi.js";
import { resolvedIn } from "../../src/adapters/http/openapi-operations.js";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Node }>> };
  readonly parameters?: readonly { readonly in?: string; readonly name?: string }[];
}

const document = readOpenapi("docs/openapi.yaml") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const resolved = resolvedIn(document) as <Given>(given: Given) => Given;

/** Every place of a body, those inside of objects and lists too. */
const placesOf = (given: Node, path: readonly string[] = []): readonly (readonly string[])[] => {
  const { allOf = [], anyOf = [], items, oneOf = [], properties = {} } = resolved(given);
  if (path.length > 4) return [path];
  return [
    path,
    ...Object.entries(properties).flatMap(([name, node]) => placesOf(node, [...path, name])),
    ...(items === undefined ? [] : placesOf(items, [...path, "0"])),
    ...[...oneOf, ...anyOf, ...allOf].flatMap((node) => placesOf(node, path).slice(1)),
  ];
};

const put = (value: unknown, [step, ...rest]: readonly string[]): unknown =>
  step === undefined ? value : step === "0" ? [put(value, rest)] : { [step]: put(value, rest) };

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const bodies = operations.flatMap(({ path, method, operation }) => {
  const schema = operation.requestBody && resolved(operation.requestBody).content?.["application/json"]?.schema;
  // The envelope of SNS is text; nothing of it is told to its sender.
  return schema === undefined || path.endsWith("/sns") ? [] : [[`${method} ${path}`, schema] as const];
});
const queries = operations.flatMap(({ path, method, operation }) => {
  const names = (operation.parameters ?? []).map(resolved).flatMap((one) => (one.in === "query" ? [one.name!] : []));
  return names.length === 0 || path.endsWith("/events") ? [] : [[`${method} ${path}`, names] as const];
});

const nasty = [null, "", " ", "hello", 0, -1, 1.5, 1e21, true, [], [1], {}, "x".repeat(5_000)];
/** What no person should read: a validator's own words. */
const raw = /invalid |expected|received|too (?:small|big)|unrecognized|undefined|\bnan\b|\[object/i;

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

/** The sentences about faults in an answer, if it is a refusal. */
const saidBy = async (answer: Response): Promise<readonly string[]> => {
  const body = (await answer.json().catch(() => ({}))) as {
    readonly errors?: readonly { readonly message: string }[];
  };
  expect(answer.status).not.toBe(500);
  return (body.errors ?? []).map(({ message }) => message);
};

const isSentence = (said: string): void => {
  expect(said).not.toMatch(raw);
  expect(said).toMatch(/^(?:(?:the body|[\w.]+|\(a name\)) )?(?:is|has|must|need|stands|names|may)\b/);
  expect(said.length).toBeLessThan(300);
};

const address = (path: string): string => `${stage.url}${path.replaceAll(/\{\w+\}/g, "x")}`;

// Hundreds of calls to one door take their time where the machine is busy.
describe("every fault of every door is a sentence for a person", { timeout: 120_000 }, () => {
  test("bodies and queries of all doors are tried", () => {
    expect(bodies.length).toBeGreaterThan(15);
    expect(bodies.map(([name]) => name)).toEqual(expect.arrayContaining(["POST /v1/otp", "POST /v1/otp/verify"]));
    expect(queries.length).toBeGreaterThan(3);
  });

  test.each(bodies)("%s", async (name, schema) => {
    const [method = "", path = ""] = name.split(" ");
    let faults = 0;
    for (const place of placesOf(schema))
      for (const value of nasty) {
        const answer = await fetch(address(path), {
          method,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(put(value, place)),
        });
        for (const said of await saidBy(answer)) {
          faults += 1;
          isSentence(said);
        }
      }
    // An address with a made-up part may lead nowhere; a sign-in says no more than that it failed.
    if (!path.includes("{") && path !== "/console/session") expect(faults).toBeGreaterThan(0);
  });

  test.each(queries)("%s", async (name, parameters) => {
    const [method = "", path = ""] = name.split(" ");
    for (const parameter of parameters)
      for (const value of nasty) {
        const answer = await fetch(`${address(path)}?${parameter}=${encodeURIComponent(String(value))}`, { method });
        for (const said of await saidBy(answer)) isSentence(said);
      }
  });
});
