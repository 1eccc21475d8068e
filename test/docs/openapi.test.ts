import { expect, test } from "vitest";
import { readOpenapi } from "../../src/adapters/files/openapi.js";
import { startSmsStage } from "../../src/composition/stage.js";

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
    const body = method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : {};
    const answer = await fetch(url, { method, ...body });
    expect(Object.keys(responses), `${method} ${path} answers ${answer.status}`).toContain(String(answer.status));
    expect(`${method} ${path}: ${(await answer.text()).includes("There is nothing here")}`).toBe(
      `${method} ${path}: false`,
    );
  }
});
