import { z } from "zod";
import { Instant } from "./instant.js";
import { campaignWindow } from "./campaign-window.js";
import { maybe } from "./left-out.js";
import { noMinusZero } from "./no-minus-zero.js";
import { Variables } from "./variables.js";

/** The classes that a campaign may have. */
export const campaignClasses = ["promotional", "transactional"] as const;

const Words = { text: maybe(z.string().max(2_000)), template: maybe(z.string().max(100)) };

const Variant = z
  .object({ name: z.string().min(1).max(40), share: z.int().min(1).max(100), ...Words })
  .refine(({ template, text }) => (text === undefined) !== (template === undefined), {
    path: ["text"],
    message: "needs a text or a template, and not both",
  });

const Share = maybe(z.number().gt(0).max(1));

const Recipient = z.object({
  to: z.string().max(200),
  variables: maybe(Variables),
  reference: maybe(z.string().max(200)),
});

/** `campaign.requested`, and the body of `POST /v1/campaigns`: one text to many people. */
export const campaignRequested = {
  topic: "campaign.requested",
  schema: z
    .object({
      campaignId: z
        .string()
        .regex(
          /^(?!\.\.?$)[\w.-]{1,64}$/u,
          "must be 1 to 64 letters, digits, dots, underscores or hyphens, and not dots alone",
        ),
      name: z.string().min(1).max(200),
      ...Words,
      variables: maybe(Variables),
      class: maybe(z.enum(campaignClasses)),
      locale: maybe(z.string().max(35)),
      recipients: maybe(z.array(Recipient).min(1).max(1_000, "must be at most 1,000; upload a file for more")),
      uploadId: maybe(z.uuid("must be the uploadId of POST /v1/uploads")),
      startAt: maybe(Instant),
      endAt: maybe(Instant),
      window: maybe(campaignWindow),
      budgetMicros: maybe(noMinusZero(z.int().min(0))),
      weight: maybe(z.number().min(0.1).max(100)),
      rate: maybe(z.number().gt(0).max(10_000)),
      variants: maybe(z.array(Variant).max(8)),
      pauseOn: maybe(z.object({ failures: Share, optOuts: Share })),
      reference: maybe(z.string().max(200)),
    })
    .superRefine(({ recipients, template, text, uploadId, variants }, context) => {
      if ((text === undefined) === (template === undefined))
        context.addIssue({ code: "custom", path: ["text"], message: "or template must be given, and not both" });
      if ((recipients === undefined) === (uploadId === undefined))
        context.addIssue({ code: "custom", path: ["recipients"], message: "or uploadId must be given, and not both" });
      if ((variants ?? []).reduce((sum, { share }) => sum + share, 0) > 100)
        context.addIssue({
          code: "custom",
          path: ["variants"],
          message: "have shares of more than 100 percent together",
        });
    }),
} as const;

export type CampaignRequested = z.output<typeof campaignRequested.schema>;
