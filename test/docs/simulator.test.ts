import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";

const page = readFileSync("docs/simulator.md", "utf8");
const calls = [...page.matchAll(/`(GET|PUT|POST|DELETE) (\/api\/[\w/{}]+)`/gu)].map(([, method, path]) => [
  method!,
  path!,
]);

test("docs/simulator.md: every call that it names is answered", async () => {
  expect(calls.length).toBeGreaterThanOrEqual(13);
  const simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  for (const [method, path] of calls) {
    const leave = new AbortController();
    const answer = await fetch(`${simulator.url}${path}`, { method: method!, signal: leave.signal });
    const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
    const body = isStream ? "a stream" : await answer.text();
    leave.abort();
    expect(body, `${method} ${path}`).not.toContain("There is nothing here");
  }
  await simulator.close();
});

test("docs/simulator.md: every event that can happen is told of, and no other", () => {
  const source = readFileSync("src/adapters/simulator/happenings.ts", "utf8");
  const told = page.slice(page.indexOf("| event |")).match(/^\| `[^|]+/gmu)!;
  const kinds = (text: string, quote: string) =>
    [...text.matchAll(new RegExp(`${quote}([a-z-]+)${quote}`, "gu"))].map(([, kind]) => kind).toSorted();
  const declared = [...source.matchAll(/readonly kind:([^;]+);/gu)].map(([, union]) => union).join(" ");
  expect(kinds(told.join(" "), "`")).toEqual(kinds(declared, '"'));
});
