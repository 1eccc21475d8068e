import { counted } from "../../domain/counted.js";
import type { z } from "zod";

/** A faulty field, and a sentence about it that begins with its name. */
export interface SchemaFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The sentence without the name. */
  readonly says: string;
}

type Issue = z.core.$ZodIssue;

/** A field's name, where it is one: names that a producer invents (of variables) may be long, or a phone number. */
const fieldName = (step: PropertyKey): string =>
  typeof step === "number" || /^(?![\d_-]*\d{5})[\w-]{1,64}$/.test(String(step)) ? String(step) : "(a name)";

/**
 * True for a wrong value that may be repeated: a short word in small letters or a short number. A name begins with a capital,
 * and phones, cards and codes have more digits.
 */
const isEchoed = (text: string): boolean => /^[a-z\d.,:+-]{0,12}$/.test(text) && !/\d(?:[^a-z\d]*\d){5}/i.test(text);

/** `isWhole`: an object or a list should be here, and what stands in its place may be anybody's name. */
const shapeOf = (value: unknown, isWhole = false): string => {
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return !isWhole && isEchoed(value) ? `a text, ${JSON.stringify(value)}` : "a text";
    case "number":
      return isEchoed(String(value)) ? `a number, ${value}` : "a number";
    case "boolean":
      return String(value);
    default:
      return "an object";
  }
};

/** The cure for a wrong type, by the type that a schema expects. */
const wanted: Readonly<Record<string, string>> = {
  string: "a text in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

const wholes = new Set(["object", "record", "array"]);

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** The cure for a wrong form, by the form that a text needs. */
const forms: Readonly<Record<string, string>> = {
  datetime: "a time with its offset, such as 2026-11-28T10:00:00+05:30",
  date: "a date, such as 2026-11-28",
  time: "a time of day, such as 18:30",
  uuid: "a UUID",
  url: "a whole address, such as https://example.com/hook",
};

/** The unit of a value that is too small or too large. */
const measured: Readonly<Record<string, readonly [verb: string, what: string]>> = {
  string: ["has", "character"],
  array: ["has", "entry"],
};

const sizeOf = (value: unknown): number =>
  typeof value === "string" || Array.isArray(value) ? value.length : Object.keys(value as object).length;

const plural = (count: number | bigint, what: string): string =>
  what === "entry" ? counted(count, "entry", "entries") : counted(count, what);

const bound = (issue: Extract<Issue, { code: "too_small" | "too_big" }>, value: unknown): string => {
  const [limit, least] = issue.code === "too_small" ? [issue.minimum, true] : [issue.maximum, false];
  const of = measured[issue.origin];
  if (of === undefined) {
    const strictly = issue.inclusive === false ? (least ? "more than " : "less than ") : "";
    return `is ${shapeOf(value)}; send ${strictly}${limit}${strictly === "" ? (least ? " or more" : " or less") : ""}`;
  }
  const [verb, what] = of;
  const size = sizeOf(value);
  return size === 0 ? "is empty" : `${verb} ${plural(size, what)}; send at ${least ? "least" : "most"} ${limit}`;
};

/** True for words that a schema gives by itself. */
const isOwn = (issue: Issue): boolean => issue.code === "custom" || /^(?:must|is|has|need) /.test(issue.message);

/** Texts that a schema gives by itself are used as they are; zod's own words never are. */
const predicate = (issue: Issue): string => {
  const { input } = issue;
  if (isOwn(issue)) return issue.message;
  if (input === undefined || input === null) return "is missing";
  switch (issue.code) {
    case "custom":
      return issue.message;
    case "invalid_type":
      return `is ${shapeOf(input, wholes.has(issue.expected))}; send ${wanted[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `is ${shapeOf(input)}; send ${issue.values.length === 1 ? "" : "one of "}${list(issue.values.map(String))}`;
    case "too_small":
    case "too_big":
      return bound(issue, input);
    case "invalid_format":
      return `is ${shapeOf(input)}; send ${forms[issue.format] ?? "another form of it"}`;
    case "not_multiple_of":
      return `is ${shapeOf(input)}; send a multiple of ${issue.divisor}`;
    case "invalid_union": {
      const types = issue.errors.flatMap(([first]) => (first?.code === "invalid_type" ? [first.expected] : []));
      return `is ${shapeOf(input)}; send ${list([...new Set(types)].map((type) => wanted[type] ?? type)) || "another value"}`;
    }
    case "invalid_key":
      return issue.issues.find(isOwn)?.message ?? "has a name that it cannot have";
    case "invalid_element":
      return "has an entry that it cannot have";
    case "unrecognized_keys":
      return `has no field ${list(issue.keys.map(fieldName))}`;
  }
};

/**
 * Every fault that a schema found, in words for the sender of the value: `customer is missing`, `totalAmount is a
 * text, "549"; send a number`. Parse with `reportInput: true`, else every faulty value reads as missing. `whole`
 * names a fault without a path.
 */
export const schemaFaults = (issues: readonly Issue[], whole: string): readonly SchemaFault[] => {
  // A list has a length, so it would be of the wrong type and too short at once.
  const mistyped = new Set<string>();
  return issues.flatMap((issue) => {
    const place = JSON.stringify(issue.path.map(String));
    if (mistyped.has(place)) return [];
    if (issue.code === "invalid_type") mistyped.add(place);
    const says = predicate(issue);
    return [{ path: issue.path, message: `${issue.path.map(fieldName).join(".") || whole} ${says}`, says }];
  });
};
