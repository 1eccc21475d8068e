import type { core } from "zod";
import type { TemplateDeclaration } from "../../domain/declare-template.js";

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What zod found, in words for the author of a file; unknown and misspelt keys are faults where they stand. */
export const issueFaults = (issues: readonly core.$ZodIssue[]): readonly Fault[] =>
  issues.flatMap((issue): readonly Fault[] => {
    const { path, message } = issue;
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({ path: [...path, key], message: "is nothing that a template has" }));
      case "invalid_key":
        return issue.issues.map((inner) => ({ path, message: inner.message }));
      case "invalid_value":
        return [{ path, message: `must be one of ${issue.values.join(", ")}` }];
      case "invalid_type":
        return [{ path, message: issue.input === undefined ? "is missing" : `must be of type ${issue.expected}` }];
      default:
        return [{ path, message }];
    }
  });

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** As much of a faulty file as lets its texts be checked too, so that their faults come with the others. */
export const roughDeclaration = (content: unknown): TemplateDeclaration => {
  const { variables, texts } = recordOf(content);
  const strings = Object.entries(recordOf(texts)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    class: "transactional",
    variables: Object.fromEntries(Object.keys(recordOf(variables)).map((name) => [name, { type: "text" }])),
    texts: Object.fromEntries(strings),
  };
};
