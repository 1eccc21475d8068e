import type { Template, TemplateVariable } from "../../src/domain/template/template.js";

/** The nastiest values of each type that people sent, by what they are. */
const nasty: Readonly<Record<TemplateVariable["type"], readonly (readonly [about: string, value: unknown])[]>> = {
  text: [
    ["an override of direction", "Rajesh\u202e Kumar"],
    ["Arabic", "محمد عبد الله"],
    ["Persian with a non-joiner", "می\u200cخواهم"],
    ["a family of emoji", "Asha 👨\u200d👩\u200d👧"],
    ["a zero-width non-joiner", "Grüßen\u200c"],
    ["line breaks and tabs", "12 MG Road\n\tBengaluru "],
    ["nothing that is drawn", "\u200b\u3164"],
    ["far too long", "The Very Long Name of a Restaurant by the Sea ".repeat(5)],
    ["a link", "Pay at evil.example.com"],
    ["a phone number", "call +91 98765 43210"],
    ["placeholders", "{order_number} {{x}}"],
    ["curly quotes and dashes", "Joe’s – “Best”"],
    ["a lone surrogate", "Joe\ud800"],
    ["a number", 42],
  ],
  money: [
    ["a half", 549.5],
    ["binary dust", 0.1 + 0.2],
    ["much", 123_456_789.5],
    ["finer than its currency", 549.505],
    ["a text", "549.00"],
    ["below zero", -1],
  ],
  integer: [
    ["large", 1_234_567],
    ["half a dish", 1.5],
    ["a text", "3"],
  ],
  url: [
    ["a trailing tab", "https://yourapp.com/track/abc\t"],
    ["a blank inside", "https://yourapp.com/a b"],
    ["no scheme", "yourapp.com/abc"],
    ["far too long", `https://yourapp.com/${"x".repeat(300)}`],
  ],
  code: [
    ["something unseen inside", "01\u200b2345"],
    ["a blank inside", "012 345"],
    ["a number", 12_345],
  ],
  date: [
    ["an instant", "2026-11-28T23:30:00Z"],
    ["another order", "28-11-2026"],
  ],
  time: [["a date alone", "2026-11-28"]],
  datetime: [["an instant", "2026-11-28T23:30:00Z"]],
};

/** Each variable of a template with each nasty value of its type. */
export const nastyValues = ({
  variables,
}: Template): readonly (readonly [name: string, about: string, value: unknown])[] =>
  [...variables].flatMap(([name, { type, choices }]) =>
    choices === undefined ? nasty[type].map(([about, value]) => [name, about, value] as const) : [],
  );

/** The examples of every variable: what the others hold while one is nasty. */
export const exampleValues = ({ variables }: Template): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...variables].map(([name, { example }]) => [name, example]));
