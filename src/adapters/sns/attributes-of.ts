import type { GatewayText } from "../../application/ports/sms-gateway.js";

const smsType = { otp: "Transactional", transactional: "Transactional", promotional: "Promotional" } as const;

/** The message attributes of a text that have a value, by name, in the order they are sent. */
export const attributesOf = (text: GatewayText): readonly (readonly [name: string, value: string])[] => {
  const attributes: [string, string][] = [["AWS.SNS.SMS.SMSType", smsType[text.class]]];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) attributes.push([name, value]);
  };
  add("AWS.SNS.SMS.SenderID", text.senderId);
  add("AWS.MM.SMS.OriginationNumber", text.originationNumber);
  add("AWS.MM.SMS.EntityId", text.entityId);
  add("AWS.MM.SMS.TemplateId", text.templateId);
  return attributes;
};
