import { z } from "zod";
import { defineNotification } from "./notification.js";
import { besideFaults } from "./beside-faults.js";
import { isBlank, maybe } from "./left-out.js";
import { Variables } from "./variables.js";

/** `sms.requested`, and the body of `POST /v1/messages`: any text or template to any number. */
export const smsRequested = defineNotification({
  topic: "sms.requested",
  promotionalTopic: "sms.requested.promotional",
  schema: z
    .object({
      to: z.string(),
      // Blank where there is no template, it fails the message as any empty text does.
      text: z
        .string()
        .nullish()
        .transform((text) => text ?? undefined)
        .optional(),
      template: maybe(z.string()),
      variables: maybe(Variables),
      class: maybe(z.enum(["transactional", "promotional"])),
      locale: maybe(z.string()),
      senderId: maybe(z.string()),
      optimize: maybe(z.boolean()),
      maxParts: maybe(z.number().int().min(1).max(10)),
      sendAt: maybe(z.iso.datetime({ offset: true })),
      reference: maybe(z.string().max(200)),
      correlationId: maybe(z.string().max(200)),
    })
    .superRefine(({ text, template, variables }, context) => {
      if (template === undefined && (text ?? undefined) === undefined)
        context.addIssue({ code: "custom", path: ["text"], message: "is missing, as is template: give one of them" });
      if ((template ?? undefined) !== undefined && !isBlank(text ?? null))
        context.addIssue({ code: "custom", path: ["text"], message: "stands beside template: give one of them" });
      if (template === undefined && variables !== undefined)
        context.addIssue({ code: "custom", path: ["variables"], message: "need a template" });
    }, besideFaults),
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
});
