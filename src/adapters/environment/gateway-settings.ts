import { z } from "zod";
import { setting } from "./setting.js";
import { choice, url } from "./setting-rules.js";

/** The gateway, which sends. */
export const gatewaySettings = {
  NODE_ENV: setting({
    rule: choice(["production", "development", "test"]),
    otherwise: "not production",
    does: "`production` refuses every embedded stand-in and every missing secret, naming all at once",
  }),
  SMS_GATEWAY: setting({
    rule: choice(["simulator", "sns"]),
    byDefault: "simulator",
    does: "`sns` sends through Amazon SNS; `simulator` never leaves the machine, whatever AWS credentials lie around",
  }),
  AWS_REGION: setting({
    rule: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be an AWS region such as ap-south-1"),
    otherwise: "ap-south-1 with the simulator",
    does: "the region texts go out from",
  }),
  AWS_ENDPOINT_URL_SNS: setting({
    rule: url(["http:", "https:"]),
    otherwise: "SNS, or the embedded simulator",
    does: "another SNS-compatible endpoint: with `SMS_GATEWAY=simulator`, a simulator that runs elsewhere",
  }),
};
