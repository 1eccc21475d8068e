import { z } from "zod";
import { noMinusZero } from "../../application/notifications/no-minus-zero.js";
import { lanes } from "../../domain/message-class.js";
import { isJsonObject } from "../../domain/json-object.js";

const second = 1_000;
const units: Readonly<Record<string, number>> = {
  s: second,
  m: 60 * second,
  h: 3_600 * second,
  d: 86_400 * second,
};

const deadline = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, "must be a time such as 90s, 30m, 24h or 7d")
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1)]!);

const variableName = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be small letters, digits and _, a letter first");

/** A BCP 47 tag in canonical form, `pt-BR` rather than `pt-br`, so that each locale has one name. */
const isTag = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
};

const variable = z.strictObject({
  type: z.enum(["text", "money", "date", "time", "datetime", "url", "code", "integer"]),
  maxLength: z.int().min(1).max(1_600).optional(),
  optional: z.boolean().optional(),
  whole: z.boolean().optional(),
  shorten: z.boolean().optional(),
  links: z.union([z.boolean(), z.literal("phone")], "must be true, false or phone").optional(),
  example: z.union([z.string(), noMinusZero(z.number())]).optional(),
});

/** AWS (EntityId, TemplateId): "string of 1-50 characters", so digits are not demanded. */
const registeredId = z.string().min(1).max(50);

const registration = z
  .strictObject({ templateId: registeredId, entityId: registeredId.optional(), text: z.string().min(1) })
  .transform(({ templateId, entityId, text }) => ({ templateId, entityId, text }));

/** One registration, for the default locale, or one for each locale. */
const dlt = z.unknown().transform((given, context): Readonly<Record<string, z.infer<typeof registration>>> => {
  const byLocale = isJsonObject(given) && Object.values(given).some(isJsonObject);
  const parsed = byLocale
    ? z.record(z.string().refine(isTag, "must be a language tag"), registration).safeParse(given, { reportInput: true })
    : registration.transform((one) => ({ en: one })).safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push(issue as z.core.$ZodRawIssue);
  return z.NEVER;
});

const content = z.strictObject({
  class: z.enum(lanes),
  variables: z.record(variableName, variable).optional(),
  texts: z.record(
    z.string().refine(isTag, "must be a language tag as BCP 47 writes it, such as en or pt-BR"),
    z.string().refine((text) => text.trim() !== "", "must not be empty"),
  ),
  dlt: dlt.optional(),
  // Amazon SNS takes 3 to 11 letters, digits or hyphens, one letter at least.
  sender: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/, "must be 3 to 11 letters, digits or hyphens, one letter at least")
    .optional(),
  deadline: deadline.optional(),
  maxParts: z.int().min(1).max(10).optional(),
  extraParts: noMinusZero(z.int().min(0).max(3)).optional(),
  leaveOut: z.array(variableName).optional(),
  smartEncoding: z.boolean().optional(),
});

/** The content of `templates/<name>.yaml`; any other key is a fault. */
export const templateFile = content.transform(({ deadline: deadlineMs, ...rest }) => ({ ...rest, deadlineMs }));
