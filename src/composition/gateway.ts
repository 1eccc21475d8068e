import { createAwsCredentials } from "../adapters/environment/aws-credentials.js";
import type { Config } from "../adapters/environment/config.js";
import { createSnsOptOutList, type SnsOptOutList } from "../adapters/sns/opt-out-list.js";
import { createSnsAccount } from "../adapters/sns/sms-account.js";
import { SnsSmsGateway } from "../adapters/sns/sms-gateway.js";
import type { Log } from "../application/ports/log.js";
import type { SmsAccount } from "../application/ports/sms-account.js";
import type { SmsGateway } from "../application/ports/sms-gateway.js";

export const simulatedRegion = "ap-south-1";
/** Credentials that open nothing. */
export const simulated = { accessKeyId: "simulated", secretAccessKey: "simulated" };

/** The account's own, for every AWS client of the process. */
export const awsCredentials = createAwsCredentials();

/**
 * Amazon SNS; with the simulator the same adapter, sent to `simulatorUrl` or AWS_ENDPOINT_URL_SNS with credentials that open
 * nothing: real ones are never used by accident.
 */
export const createGateway = (config: Config, simulatorUrl: string | undefined, log?: Log): SmsGateway => {
  const endpoint = config.AWS_ENDPOINT_URL_SNS ?? simulatorUrl;
  const region = config.AWS_REGION ?? simulatedRegion;
  const maxSockets = config.SMS_MAX_IN_FLIGHT;
  return config.SMS_GATEWAY === "sns"
    ? new SnsSmsGateway({ region, endpoint: config.AWS_ENDPOINT_URL_SNS, maxSockets, log, credentials: awsCredentials })
    : new SnsSmsGateway({ region, endpoint, maxSockets, log, credentials: simulated });
};

/** The same account's list of numbers that opted out. */
export const createOptOutList = (config: Config, simulatorUrl: string | undefined): SnsOptOutList => {
  const region = config.AWS_REGION ?? simulatedRegion;
  return config.SMS_GATEWAY === "sns"
    ? createSnsOptOutList({ region, endpoint: config.AWS_ENDPOINT_URL_SNS, credentials: awsCredentials })
    : createSnsOptOutList({
        region,
        endpoint: config.AWS_ENDPOINT_URL_SNS ?? simulatorUrl,
        credentials: simulated,
      });
};

/** The same account's attributes and sandbox. */
export const createAccount = (config: Config, simulatorUrl: string | undefined): SmsAccount => {
  const region = config.AWS_REGION ?? simulatedRegion;
  return config.SMS_GATEWAY === "sns"
    ? createSnsAccount({ region, endpoint: config.AWS_ENDPOINT_URL_SNS, credentials: awsCredentials })
    : createSnsAccount({ region, endpoint: config.AWS_ENDPOINT_URL_SNS ?? simulatorUrl, credentials: simulated });
};
