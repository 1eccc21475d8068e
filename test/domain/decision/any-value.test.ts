import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { previewMessage } from "../../../src/application/requests/preview-message.js";
import { decide } from "../../../src/domain/decision/decide.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { cleanValue } from "../../../src/domain/text/clean-value.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";
import { exampleValues } from "../../support/nasty-values.js";
import { runs } from "../../support/property-runs.js";
import { someFacts } from "../../support/some-facts.js";

const templates = readTemplates("templates");
const facts = someFacts({ templates });
const to = "+919876543210";
const now = new Date("2026-11-27T06:00:00Z");

const texts = [...templates.values()].flatMap((template) =>
  [...template.variables].flatMap(([name, { type, choices }]) =>
    type === "text" && choices === undefined
      ? [...template.texts.keys()].map((locale) => ({ template, name, locale }))
      : [],
  ),
);

const odd = fc.constantFrom(
  ..." \t\n\u00a0\u200b\u200c\u200d\u202e\u2066\u2068\u200f\u061c\u00ad\u3164\ufe0f",
  "क्",
  "م",
  "🍕",
  "👩",
  "ß",
  "0",
);
const any = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.oneof(odd, fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })), maxLength: 80 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 300 }),
);

describe("any Unicode string as any value", () => {
  test("the text is sent with it, edited by name, or refused by name", () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), any, ({ template, name, locale }, value) => {
        const variables = { ...exampleValues(template), [name]: value };
        const content = { kind: "template", template: template.name, variables } as const;
        const request = { to, number: parsePhoneNumber(to), content, locale, requestedAt: now };
        const decision = decide(request, facts, {}, now);
        if (decision.kind === "refuse") {
          expect(decision.refusal).toMatchObject({ reason: "template-variables-invalid" });
          expect(decision.refusal.detail).toContain(`${name} `);
          return;
        }
        const { text, edits, parts, segments } = decision.plan;
        // Marks that isolate a right-to-left value are the text's own: they come in pairs, and no value brings one.
        const bare = text.replace(/\u2068([^\u2066-\u2069]*)\u2069/gu, "$1");
        expect(bare).not.toMatch(/[\p{Bidi_Control}\u00ad\u200b\ufeff\u3164]|[^\P{Cc}\n]/u);
        // A value of nothing is left out; of two times the confirmation shows one.
        const isUnseen = cleanValue(value).text === "" || name === "delivery_time";
        const own = edits.filter(({ variable }) => variable === name);
        const isRespelt = edits.some(({ variable }) => variable === undefined);
        expect(own.length > 0 || isUnseen || isRespelt || bare.includes(value.toWellFormed())).toBe(true);
        // What the preview counts is what goes out.
        const sent = segmentsOf(text);
        expect(parts).toEqual(sent.parts);
        expect(previewMessage(decision)).toMatchObject({ segments, text });
        expect(segments).toBe(sent.parts.length);
      }),
      { numRuns: runs(3_000) },
    );
  }, 120_000);
});

const smishing = ["see https://evil.example.com", "evil.com", "call +91 98765 43210"];

describe.each([...templates.values()].map((template) => [template.name, template] as const))(
  "who could be led away by %s",
  (_, template) => {
    const guarded = [...template.variables].filter(
      ([name, { type, links, choices }]) =>
        type === "text" && links === false && choices === undefined && name !== "currency",
    );
    test.each(guarded.length === 0 ? [["no variable"]] : guarded.map(([name]) => [name]))("%s", (name) => {
      if (guarded.length === 0) {
        expect([...template.variables.values()].every(({ links, type }) => links !== false || type !== "text")).toBe(
          true,
        );
        return;
      }
      for (const value of smishing) {
        const content = {
          kind: "template",
          template: template.name,
          variables: { ...exampleValues(template), [name]: value },
        } as const;
        const decision = decide({ to, number: parsePhoneNumber(to), content, requestedAt: now }, facts, {}, now);
        if (decision.kind !== "refuse") throw new Error(`${value} went`);
        expect(decision.refusal.reason).toBe("template-variables-invalid");
        expect(decision.refusal.detail).toContain(`${name} must not hold`);
      }
    });
  },
);

test("a phone variable holds phone numbers, and leads nowhere else", () => {
  const variables = { ...exampleValues(templates.get("delivery_assignment")!) };
  const verdict = (driver_phone: string) => {
    const content = {
      kind: "template",
      template: "delivery_assignment",
      variables: { ...variables, driver_phone },
    } as const;
    return decide({ to, number: parsePhoneNumber(to), content, requestedAt: now }, facts, {}, now).kind;
  };
  expect(["+919876543211", "098765 43211", "evil.com", "https://evil.com"].map(verdict)).toEqual([
    "send",
    "send",
    "refuse",
    "refuse",
  ]);
});
