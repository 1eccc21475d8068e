import { SnsError } from "./sns-error.js";

export const e164 = /^\+[1-9]\d{6,14}$/u;

export const numberFrom = (form: URLSearchParams, name: string): string => {
  const number = form.get(name) ?? "";
  if (!e164.test(number)) throw new SnsError(400, "InvalidParameter", `Invalid parameter: ${name} is no E.164 number`);
  return number;
};

/** `prefix.1.key`, `prefix.1.value`, `prefix.2.key`, …: awsQuery's form of a map. */
export const entries = (form: URLSearchParams, prefix: string, key: string, value: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (let n = 1; form.has(`${prefix}.${n}.${key}`); n += 1) {
    found[form.get(`${prefix}.${n}.${key}`) ?? ""] = form.get(`${prefix}.${n}.${value}`) ?? "";
  }
  return found;
};

/**
 * The attributes of a text that SNS takes (SNS developer guide, "Publishing to a mobile phone"; others pass unread).
 */
const attributeRules: Readonly<Record<string, { readonly shape: RegExp; readonly rule: string }>> = {
  "AWS.SNS.SMS.SMSType": { shape: /^(?:Promotional|Transactional)$/u, rule: "Promotional or Transactional" },
  "AWS.SNS.SMS.SenderID": {
    shape: /^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/u,
    rule: "3 to 11 letters, digits or hyphens, with at least one letter",
  },
  "AWS.SNS.SMS.MaxPrice": { shape: /^\d+(?:\.\d+)?$/u, rule: "a number" },
  "AWS.MM.SMS.OriginationNumber": { shape: /^\+?\d{3,15}$/u, rule: "a phone number or short code" },
  "AWS.MM.SMS.EntityId": { shape: /^.{1,50}$/u, rule: "1 to 50 characters" },
  "AWS.MM.SMS.TemplateId": { shape: /^.{1,50}$/u, rule: "1 to 50 characters" },
};

export const attributesFrom = (form: URLSearchParams): Record<string, string> => {
  const attributes = entries(form, "MessageAttributes.entry", "Name", "Value.StringValue");
  for (const [name, value] of Object.entries(attributes)) {
    const known = Object.hasOwn(attributeRules, name) ? attributeRules[name] : undefined;
    if (known !== undefined && !known.shape.test(value))
      throw new SnsError(400, "InvalidParameter", `Invalid parameter: ${name} is ${known.rule}`);
  }
  return attributes;
};
