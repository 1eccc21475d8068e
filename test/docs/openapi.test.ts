import { beforeAll, expect, test } from "vitest";
import { readOpenapi } from "../../src/adapters/files/openapi.js";
import { problemWords } from "../../src/adapters/http/problem.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { failureReasons } from "../../src/domain/decision/failure-reason.js";
import { startService } from "../../src/composition/service.js";
import { startSmsStage } from "../../src/composition/stage.js";
import { built } from "../support/built.js";

beforeAll(built);

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

const { paths } = readOpenapi("docs/openapi.yaml") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
);

test("every described operation is there, answers as described, and the document is served", async () => {
  await using stage = await startSmsStage();
  expect(await (await fetch(`${stage.url}/openapi.json`)).json()).toMatchObject({ openapi: "3.1.0", paths });
  for (const [method, path, { responses }] of operations) {
    const url = `${stage.url}${path.replace(/\{(\w+)\}/g, "none")}`;
    const body =
      method === "POST" || method === "PATCH" ? { body: "{}", headers: { "content-type": "application/json" } } : {};
    const answer = await fetch(url, { method, ...body });
    expect(Object.keys(responses), `${method} ${path} answers ${answer.status}`).toContain(String(answer.status));
    // A stream of figures ends when its reader goes.
    if (answer.headers.get("content-type")?.startsWith("text/event-stream") === true) {
      await answer.body?.cancel();
      continue;
    }
    expect(`${method} ${path}: ${(await answer.text()).includes("There is nothing here")}`).toBe(
      `${method} ${path}: false`,
    );
  }
});

test("every route of the service is in the document", async () => {
  const service = await startService(readConfig({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" }));
  const routes = service.services.get("http").routes();
  await service.stop();
  const described = operations.map(([method, path]) => `${method} ${path}`);
  expect(described.length).toBeGreaterThan(10);
  const missing = routes.filter((route) => !described.includes(route.replace(/:(\w+)/g, "{$1}")));
  expect(missing).toEqual([]);
});

test("the words of a problem are those that are explained", async () => {
  const { components } = readOpenapi("docs/openapi.yaml") as {
    readonly components: {
      readonly schemas: { readonly Problem: { readonly properties: { readonly code: { enum: string[] } } } };
    };
  };
  expect(components.schemas.Problem.properties.code.enum.toSorted()).toEqual(Object.keys(problemWords).sort());
});

test("whatever is taken or made has an address", () => {
  const bare = operations.flatMap(([method, path, { responses }]) =>
    ["201", "202"].flatMap((status) => {
      const described = responses[status] as { readonly headers?: object } | undefined;
      return described === undefined || "Location" in (described.headers ?? {}) ? [] : [`${method} ${path} ${status}`];
    }),
  );
  expect(bare).toEqual([]);
});

test("the document's every problem is one of its common ones", () => {
  for (const [method, path, { responses }] of operations.filter(([, one]) => one.startsWith("/v1/"))) {
    const common = [
      "400",
      "401",
      "403",
      "405",
      "408",
      "414",
      "431",
      "429",
      ...(method === "GET" || method === "DELETE" ? [] : ["413", "415"]),
    ];
    expect(Object.keys(responses), `${method} ${path}`).toEqual(expect.arrayContaining(common));
  }
});

test("the outcome of a message is the value of sms.sent and sms.failed", () => {
  interface Shape {
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, { readonly enum?: readonly (string | null)[] }>>;
  }
  const schemas = (path: string) =>
    (readOpenapi(path) as { readonly components: { readonly schemas: Readonly<Record<string, Shape>> } }).components
      .schemas;
  const ours = schemas("docs/openapi.yaml")["Outcome"]!;
  const events = schemas("docs/asyncapi.yaml")["SmsSent"]!;
  expect(Object.keys(ours.properties)).toEqual(Object.keys(events.properties));
  expect(ours.required).toEqual(events.required);
  expect(ours.properties["reason"]?.enum).toEqual([null, ...failureReasons]);
});
