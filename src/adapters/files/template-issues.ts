import type { core } from "zod";
import { isJsonObject } from "../../domain/json-object.js";
import type { TemplateDeclaration } from "../../domain/template/template-declaration.js";

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Puts zod's issues into words for the author of a file; unknown and misspelt keys are faults at their own place. */
export const issueFaults = (issues: readonly core.$ZodIssue[]): readonly Fault[] =>
  issues.flatMap((issue): readonly Fault[] => {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys" && issue.code !== "invalid_key" && issue.input === undefined) {
      return [{ path, message: "is missing" }];
    }
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({ path: [...path, key], message: "is nothing that a template has" }));
      case "invalid_key":
        return issue.issues.map((inner) => ({ path, message: inner.message }));
      case "invalid_value":
        return [{ path, message: `must be one of ${issue.values.join(", ")}` }];
      case "invalid_type":
        return [{ path, message: `must be of type ${issue.expected}` }];
      default:
        return [{ path, message }];
    }
  });

/** The readable part of a faulty file, whose texts are checked too, so that all faults come together. */
export const roughDeclaration = (content: unknown): TemplateDeclaration | undefined => {
  if (!isJsonObject(content)) return undefined;
  const { variables, texts } = content;
  if (!isJsonObject(texts)) return undefined;
  const names = isJsonObject(variables) ? Object.keys(variables) : [];
  const strings = Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    class: "transactional",
    variables: Object.fromEntries(names.map((name) => [name, { type: "text" }])),
    texts: Object.fromEntries(strings),
  };
};
