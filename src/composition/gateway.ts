import type { Config } from "../adapters/environment/config.js";
import { SnsSmsGateway } from "../adapters/sns/sms-gateway.js";
import type { SmsGateway } from "../application/ports/sms-gateway.js";

const simulatedRegion = "ap-south-1";
const simulated = { accessKeyId: "simulated", secretAccessKey: "simulated" };

/**
 * Amazon SNS; with the simulator the same adapter, sent to `simulatorUrl` or AWS_ENDPOINT_URL_SNS with credentials that open
 * nothing: real ones are never used by accident.
 */
export const createGateway = (config: Config, simulatorUrl: string | undefined): SmsGateway => {
  const endpoint = config.AWS_ENDPOINT_URL_SNS ?? simulatorUrl;
  const region = config.AWS_REGION ?? simulatedRegion;
  const maxSockets = config.SMS_MAX_IN_FLIGHT;
  return config.SMS_GATEWAY === "sns"
    ? new SnsSmsGateway({ region, endpoint: config.AWS_ENDPOINT_URL_SNS, maxSockets })
    : new SnsSmsGateway({ region, endpoint, maxSockets, credentials: simulated });
};
