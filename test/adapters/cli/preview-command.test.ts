import { describe, expect, test } from "vitest";
import { preview, type PreviewOptions } from "../../../src/adapters/cli/preview.js";
import type { Terminal } from "../../../src/adapters/cli/terminal.js";
import { smsRequested } from "../../../src/application/notifications/sms-requested.js";
import type { AcceptRequest } from "../../../src/application/requests/accept-request.js";
import { decided, noon } from "../../support/decisions.js";
import { aTemplate, byName } from "../../support/some-facts.js";

const templates = byName(
  aTemplate("order", {
    ...{ class: "transactional", variables: { number: { type: "text" } }, texts: { en: "It’s order {number}" } },
  }),
);

const judge =
  (now: Date): AcceptRequest["preview"] =>
  async (body) => {
    const parsed = smsRequested.schema.safeParse(JSON.parse(JSON.stringify(body)));
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, message }));
      return { kind: "invalid", faults };
    }
    const { recipient: _, content, ...request } = smsRequested.messages(parsed.data)[0]!;
    if (content.kind === "code") throw new Error("a code is never requested");
    return decided({ ...request, content }, { templates }, now);
  };

const run = async (options: Partial<PreviewOptions>, now = noon) => {
  const written = { output: "", errors: "" };
  const writer = (name: "output" | "errors") => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const input: Terminal["input"] = { isTTY: true, async *[Symbol.asyncIterator]() {} };
  const terminal = { environment: {}, input, output: writer("output"), errors: writer("errors") };
  return { code: await preview(judge(now), { to: "+919876543210", ...options }, terminal), ...written };
};

describe("for a person", () => {
  test.each<[string, Partial<PreviewOptions>, number, string]>([
    [
      "what would go",
      { text: "Hello" },
      0,
      "send: it would go now\nGSM-7, 1 part, USD 0.006450\n  1  Hello\nchecks\n  ok    number: IN MOBILE +9198••••3210; ",
    ],
    [
      "two parts",
      { text: "a".repeat(161) },
      0,
      `GSM-7, 2 parts, USD 0.012900\n  1  ${"a".repeat(153)}\n  2  aaaaaaaa\nchecks`,
    ],
    ["a template", { template: "order", variables: '{"number":"ORD-1"}' }, 0, "  1  It’s order ORD-1\nchecks"],
    ["a price that nobody knows", { to: "+4915123456789", text: "Hello" }, 0, "GSM-7, 1 part, cost unknown\n"],
    ["lines of a text stay under one another", { text: "a\nb" }, 0, "  1  a\n     b\n"],
    [
      "what was changed",
      { text: "a\ud83cb" },
      0,
      'changes\n  at 1: "\\ud83c" became "\ufffd" (lone-surrogate)\nchecks',
    ],
    ["a warning", { text: "Hello" }, 0, "  warn  dlt/IN: no entity id; "],
    ["a refusal", { to: "12", text: "Hello" }, 1, "refuse: invalid-phone-number. The recipient's number is too short"],
    ["a refusal in the checks", { to: "12", text: "Hello" }, 1, "  no    number: short-code, 2 characters; "],
    ["nothing to divide", { template: "none" }, 1, "refuse: template-unknown. There is no template none; "],
  ])("%s", async (_, options, code, output) => {
    const ran = await run(options);
    expect([ran.code, ran.errors]).toEqual([code, ""]);
    expect(ran.output).toContain(output);
    expect(ran.output.endsWith("\n")).toBe(true);
  });

  test("what would wait", async () => {
    const ran = await run({ text: "Pizza. Reply STOP", class: "promotional" }, new Date("2026-11-24T17:00:00Z"));
    expect(ran.code).toBe(0);
    expect(ran.output).toMatch(/^defer: it would wait until 2026-11-25T04:30:00\.000Z\n/u);
    expect(ran.output).toContain("  wait  quiet-hours/IN: 2026-11-24T22:30 in Asia/Kolkata; ");
  });

  test("a text that was not encoded has no line for it", async () =>
    expect((await run({ template: "none" })).output).toMatch(/^refuse: [^\n]*\n {2}[^\n]*\nchecks\n/u));
});

test("--json is one line, in the shape of the preview over HTTP", async () => {
  const { code, output } = await run({ text: "Hello", json: true });
  expect(code).toBe(0);
  expect(output.split("\n")).toHaveLength(2);
  expect(Object.keys(JSON.parse(output))).toEqual(
    expect.arrayContaining(["decision", "text", "encoding", "segments", "parts", "edits", "estimatedCost", "trace"]),
  );
});

test.each<[string, Partial<PreviewOptions>, string]>([
  ["neither text nor template", {}, "sms preview: give either a text or --template NAME\n"],
  ["both", { text: "Hello", template: "order" }, "sms preview: give either a text or --template NAME\n"],
  ["variables that are no JSON", { template: "order", variables: "{" }, "--variables must be a JSON object"],
  ["a class that is none", { text: "Hello", class: "urgent" }, "sms preview: class: "],
  ["an instant that is none", { text: "Hello", sendAt: "tomorrow" }, "sms preview: sendAt: "],
])("bad usage: %s", async (_, options, errors) => {
  const ran = await run(options);
  expect([ran.code, ran.output]).toEqual([2, ""]);
  expect(ran.errors).toContain(errors);
});
