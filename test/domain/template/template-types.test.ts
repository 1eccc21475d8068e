import { expect, expectTypeOf, test } from "vitest";
import { declareTemplate } from "../../../src/domain/template/declare-template.js";
import { templateTypes } from "../../../src/domain/template/template-types.js";
import type { TemplateName, TemplateVariables } from "../../../src/entry/template-variables.js";

const declare = (
  name: string,
  variables: NonNullable<Parameters<typeof declareTemplate>[2]["variables"]>,
  en: string,
) => {
  const declared = declareTemplate(name, "v1", { class: "transactional", variables, texts: { en } });
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return declared.template;
};

test("templates by name, numbers for amounts and integers, phrases' values, optional ones with a question mark", () => {
  const b = declare(
    "b",
    {
      s: { type: "text", maxLength: 9 },
      t: { type: "date", maxLength: 20, optional: true },
      m: { type: "money", maxLength: 10 },
      i: { type: "integer", maxLength: 5 },
    },
    '{s|on=1|a"b=2}{?t}{t}{/}{m}{i}',
  );
  expect(templateTypes([b, declare("a", {}, "Hi")])).toBe(`// Generated from the templates: change those, not this.

/** The variables of each template, by its name. */
export interface TemplateVariables {
  readonly a: Readonly<Record<string, never>>;
  readonly b: {
    /** text, at most 9 characters */
    readonly s: "on" | "a\\"b";
    /** date, at most 20 characters */
    readonly t?: string | undefined;
    /** money, at most 10 characters */
    readonly m: number;
    /** integer, at most 5 characters */
    readonly i: number;
  };
}

export type TemplateName = keyof TemplateVariables;
`);
});

test("a caller's mistakes don't compile", () => {
  expectTypeOf<"otp_login">().toExtend<TemplateName>();
  expectTypeOf<"otp_logon">().not.toExtend<TemplateName>();
  expectTypeOf<{ order_number: string; amount: number; payment_method: string }>().toExtend<
    TemplateVariables["payment_confirmation"]
  >();
  expectTypeOf<{ order_number: string; amount: string; payment_method: string }>().not.toExtend<
    TemplateVariables["payment_confirmation"]
  >();
  expectTypeOf<{ order_number: string; status: "lost" }>().not.toExtend<TemplateVariables["order_status_update"]>();
});
