import type { MessageClass } from "../message-class.js";
import type { DltRegistration, VariableType } from "./template.js";

/** A template as its author declares it: the shape of a file, with the fields that may be left out. */
export interface TemplateDeclaration {
  readonly class: MessageClass;
  readonly variables?: Readonly<Record<string, VariableDeclaration>> | undefined;
  readonly texts: Readonly<Record<string, string>>;
  readonly dlt?: Readonly<Record<string, DltRegistration>> | undefined;
  readonly sender?: string | undefined;
  readonly deadlineMs?: number | undefined;
  readonly maxParts?: number | undefined;
  readonly extraParts?: number | undefined;
  readonly leaveOut?: readonly string[] | undefined;
  readonly smartEncoding?: boolean | undefined;
}

export interface VariableDeclaration {
  readonly type: VariableType;
  readonly maxLength?: number | undefined;
  readonly optional?: boolean | undefined;
  readonly whole?: boolean | undefined;
  readonly shorten?: boolean | undefined;
  readonly links?: boolean | "phone" | undefined;
  readonly example?: string | number | undefined;
}

/** A fault and its place in the declaration. */
export interface DeclarationFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** Longest rendered value, in UTF-16 units, of a variable that names none: one part of GSM-7, a usual address, and so on. */
export const defaultMaxLength: Readonly<Record<VariableType, number>> = {
  text: 160,
  money: 24,
  date: 24,
  time: 16,
  datetime: 40,
  url: 200,
  code: 32,
  integer: 16,
};
