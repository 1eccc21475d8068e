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
 * The account that texts go out from: with the simulator, at `simulatorUrl` or AWS_ENDPOINT_URL_SNS, credentials open nothing,
 * so that real ones are never used by accident.
 */
const accountOf = (config: Config, simulatorUrl: string | undefined) => {
  const { AWS_ENDPOINT_URL_SNS: given, AWS_REGION: region = simulatedRegion } = config;
  return config.SMS_GATEWAY === "sns"
    ? { region, endpoint: given, credentials: awsCredentials }
    : { region, endpoint: given ?? simulatorUrl, credentials: simulated };
};

/** Amazon SNS, or the same adapter sent to the simulator. */
export const createGateway = (config: Config, simulatorUrl: string | undefined, log?: Log): SmsGateway =>
  new SnsSmsGateway({ ...accountOf(config, simulatorUrl), maxSockets: config.SMS_MAX_IN_FLIGHT, log });

/** The same account's list of numbers that opted out. */
export const createOptOutList = (config: Config, simulatorUrl: string | undefined): SnsOptOutList =>
  createSnsOptOutList(accountOf(config, simulatorUrl));

/** The same account's attributes and sandbox. */
export const createAccount = (config: Config, simulatorUrl: string | undefined): SmsAccount =>
  createSnsAccount(accountOf(config, simulatorUrl));
