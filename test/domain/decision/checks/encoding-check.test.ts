import { describe, expect, test } from "vitest";
import type { SendRequest } from "../../../../src/domain/decision/send-request.js";
import { decided, said, template, text, verdict } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

const quote = "It’s ready";
const words = "pizza ".repeat(60).trim();
const name = { type: "text", maxLength: 400 } as const;
const templates = byName(
  aTemplate("greeting", { class: "transactional", variables: { name }, texts: { en: "It’s for {name}" } }),
  aTemplate("as-it-is", {
    class: "transactional",
    variables: { name },
    texts: { en: "It’s for {name}" },
    smartEncoding: false,
  }),
  aTemplate("short", {
    class: "transactional",
    variables: { name },
    texts: { en: "For {name}" },
    maxParts: 1,
    extraParts: 0,
  }),
  aTemplate("whole", {
    class: "transactional",
    variables: { name: { ...name, whole: true } },
    texts: { en: "For {name}, soon" },
    maxParts: 1,
    extraParts: 0,
  }),
  aTemplate("dlt", {
    ...{ class: "transactional", variables: { name }, texts: { en: "It’s for {name}" } },
    dlt: { en: { templateId: "1", entityId: undefined, text: "It’s for {#var#}" } },
  }),
);

const plan = (request: Partial<SendRequest>) => decided(request, { templates }).plan;
const long = "for the whole street ".repeat(6).trim();

describe("parts and their limit", () => {
  test.each<[string, Partial<SendRequest>, string]>([
    ["ten parts are allowed", { content: text("a".repeat(1_530)) }, "send"],
    ["eleven are not", { content: text("a".repeat(1_531)) }, "message-too-long"],
    ["the request's limit", { content: text("a".repeat(161)), maxParts: 1 }, "message-too-long"],
    ["met", { content: text("a".repeat(160)), maxParts: 1 }, "send"],
    ["the template's limit", { content: template("short", { name: "a".repeat(157) }) }, "message-too-long"],
    [
      "the request's before the template's",
      { content: template("short", { name: "a".repeat(157) }), maxParts: 2 },
      "send",
    ],
    [
      "1,600 characters at the gateway, whatever maxParts says",
      { content: text("a".repeat(1_601)), maxParts: 20 },
      "message-too-long",
    ],
    ["exactly 1,600", { content: text("a".repeat(1_600)), maxParts: 20 }, "send"],
    ["1,600 bytes of UTF-8", { content: text("й".repeat(801)), maxParts: 20 }, "message-too-long"],
    [
      "bytes that only three-byte characters reach",
      { content: text("अ".repeat(534)), maxParts: 20 },
      "message-too-long",
    ],
    ["and do not reach", { content: text("अ".repeat(533)), maxParts: 20 }, "send"],
    ["an empty text", { content: text("") }, "message-empty"],
    ["blanks alone", { content: text(" \n ") }, "message-empty"],
    ["characters that show nothing", { content: text("\u200b\u202a\ufeff\u0007") }, "message-empty"],
    ["Braille's blank cells", { content: text("\u2800\u2800") }, "message-empty"],
    ["a last line makes nothing of an empty text", { content: text(""), lastLine: "@a.in #1" }, "message-empty"],
  ])("%s", (_, request, expected) => expect(verdict(decided(request, { templates }))).toBe(expected));

  test("a text that is too long is still encoded and divided", () => {
    const { encoding, segments, parts } = plan({ content: text("a".repeat(170)), maxParts: 1 });
    expect([encoding, segments, parts]).toEqual(["GSM-7", 2, ["a".repeat(153), "a".repeat(17)]]);
  });

  test.each([
    ["asked to shorten", true, "without cutting what must stay whole; shorten it or raise maxParts."],
    ["not asked to", false, "; shorten it, set optimize or raise maxParts."],
  ])("the refusal says what to do: %s", (_, optimize, end) => {
    const content = template("whole", { name: "a".repeat(200) });
    const decision = decided({ content, optimize }, { templates });
    expect(decision.kind === "refuse" && decision.refusal.detail).toContain("takes 2 parts and 1 is allowed");
    expect(decision.kind === "refuse" && decision.refusal.detail.endsWith(end)).toBe(true);
  });
});

describe("smart encoding", () => {
  test.each<[string, Partial<SendRequest>, string, string, number]>([
    ["on for templates", { content: template("greeting", { name: long }) }, `It's for ${long}`, "GSM-7", 1],
    ["only where it saves a part", { content: template("greeting", { name: "you" }) }, "It’s for you", "UCS-2", 0],
    [
      "off where the template says so",
      { content: template("as-it-is", { name: long }) },
      `It’s for ${long}`,
      "UCS-2",
      0,
    ],
    [
      "off where the request says so",
      { content: template("greeting", { name: long }), smartEncoding: false },
      `It’s for ${long}`,
      "UCS-2",
      0,
    ],
    [
      "never where a DLT text is registered",
      { content: template("dlt", { name: long }), smartEncoding: true },
      `It’s for ${long}`,
      "UCS-2",
      0,
    ],
    ["off for raw text", { content: text(`${quote} ${long}`) }, `${quote} ${long}`, "UCS-2", 0],
    [
      "on for raw text when asked",
      { content: text(`${quote} ${long}`), smartEncoding: true },
      `It's ready ${long}`,
      "GSM-7",
      1,
    ],
    [
      "and before a cut, for it loses less",
      { content: text(`${quote} ${long}`), optimize: true, maxParts: 1 },
      `It's ready ${long}`,
      "GSM-7",
      1,
    ],
    [
      "not where nothing must be cut",
      { content: text(`${quote} ${long}`), optimize: true },
      `${quote} ${long}`,
      "UCS-2",
      0,
    ],
    [
      "never in the last line",
      { content: text(`${quote} ${long}`), smartEncoding: true, lastLine: "@a.in #1’" },
      `${quote} ${long}\n@a.in #1’`,
      "UCS-2",
      0,
    ],
  ])("%s", (_, request, result, encoding, changes) => {
    const { text: shown, encoding: used, edits } = plan(request);
    expect([shown, used, edits!.length]).toEqual([result, encoding, changes]);
  });
});

describe("shortening", () => {
  test.each<[string, Partial<SendRequest>, RegExp | string]>([
    ["only when asked", { content: text(words), maxParts: 1 }, words],
    ["cuts at a word and marks it", { content: text(words), maxParts: 1, optimize: true }, /^(?:pizza )+pizza\.\.\.$/u],
    ["leaves what fits", { content: text(words), maxParts: 3, optimize: true }, words],
    [
      "never the last line",
      { content: text(words), maxParts: 1, optimize: true, lastLine: "@a.in #123456" },
      /^(?:pizza )+pizza\.\.\.\n@a\.in #123456$/u,
    ],
    [
      "never a variable that stays whole",
      { content: template("whole", { name: words }), optimize: true },
      `For ${words}, soon`,
    ],
    [
      "but what follows one",
      { content: template("whole", { name: "a".repeat(152) }), optimize: true },
      `For ${"a".repeat(152)}...`,
    ],
  ])("%s", (_, request, result) => {
    const shown = plan(request).text!;
    if (typeof result === "string") expect(shown).toBe(result);
    else expect(shown).toMatch(result);
  });

  test.each([
    ["630 units of UCS-2", "слово ".repeat(300), 630, 620],
    ["1,600 bytes", "शब्द ".repeat(300), 1_600, 1_580],
    ["1,600 bytes of GSM-7", "è£è£è£è ".repeat(300), 1_600, 1_580],
  ])("to what the gateway takes as well: %s", (_, given, most, least) => {
    const { kind, plan } = decided({ content: text(given), optimize: true });
    const size = most === 630 ? plan.text!.length : new TextEncoder().encode(plan.text).length;
    expect([kind, plan.edits!.map(({ why }) => why)]).toEqual(["send", ["shortened"]]);
    expect(size).toBeLessThanOrEqual(most);
    expect(size).toBeGreaterThan(least);
  });

  test("what was cut off is told, in terms of the text as it was given", () => {
    const given = `${quote}, ${words}`;
    const { edits, segments } = plan({ content: text(given), maxParts: 1, optimize: true });
    expect(segments).toBe(1);
    expect(edits!.map(({ why }) => why)).toEqual(["smart-encoding", "shortened"]);
    const [respelled, short] = edits!;
    expect([respelled!.offset, respelled!.before, respelled!.after]).toEqual([2, "’", "'"]);
    expect(given.slice(short!.offset)).toBe(short!.before);
  });
});

test("lone surrogates become U+FFFD, and the edits say so", () => {
  const { text: shown, edits } = plan({ content: text("a\ud83cb") });
  expect(shown).toBe("a\ufffdb");
  expect(edits).toEqual([{ offset: 1, before: "\ud83c", after: "\ufffd", why: "lone-surrogate" }]);
});

test.each([
  ["one part", text("Hello"), "GSM-7, 5 units, 1 part", "pass"],
  ["several", text("a".repeat(200)), "GSM-7, 200 units, 2 parts", "pass"],
  ["one change", text("a\ud83cb"), "UCS-2, 3 units, 1 part, 1 change", "pass"],
  ["several", text("\ud83c \ud83c"), "UCS-2, 3 units, 1 part, 2 changes", "pass"],
  ["none", text(""), "GSM-7, 0 units, 0 parts", "refuse"],
])("the trace on %s", (_, content, observed, expected) => {
  const decision = decided({ content });
  expect(said(decision, "encoding")).toEqual([expected]);
  expect(decision.trace.find(({ rule }) => rule === "encoding")!.observed).toBe(observed);
});
