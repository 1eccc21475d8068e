import { z } from "zod";
import { defineNotification } from "../notification.js";

const Variable = z.union([z.string(), z.number(), z.boolean()]);

/** `sms.requested`, and the body of `POST /v1/messages`: any text or template to any number. */
export const smsRequested = defineNotification({
  topic: "sms.requested",
  schema: z
    .object({
      to: z.string(),
      text: z.string().optional(),
      template: z.string().min(1).optional(),
      variables: z.record(z.string(), Variable).optional(),
      class: z.enum(["transactional", "promotional"]).optional(),
      locale: z.string().optional(),
      senderId: z.string().optional(),
      optimize: z.boolean().optional(),
      maxParts: z.number().int().min(1).max(10).optional(),
      sendAt: z.iso.datetime({ offset: true }).optional(),
      reference: z.string().max(200).optional(),
      correlationId: z.string().max(200).optional(),
    })
    .superRefine(({ text, template, variables }, context) => {
      if ((text === undefined) === (template === undefined))
        context.addIssue({ code: "custom", path: ["text"], message: "give exactly one of text and template" });
      if (template === undefined && variables !== undefined)
        context.addIssue({ code: "custom", path: ["variables"], message: "variables belong to a template" });
    }),
  messages: ({ to, text, template, variables, sendAt, reference: _, correlationId: __, ...rest }) => [
    {
      recipient: "recipient",
      to,
      ...rest,
      content:
        template === undefined
          ? { kind: "text", text: text ?? "" }
          : { kind: "template", template, variables: variables ?? {} },
      sendAt: sendAt === undefined ? undefined : new Date(sendAt),
    },
  ],
  reference: ({ reference }) => reference,
  laneOf: (payload) => payload.class ?? "transactional",
});
