import { nearestName } from "../../domain/nearest-name.js";

/**
 * Variables that Kubernetes adds for a Service named sms, otp or kafka (Service environment variables, Docker links).
 */
const ofKubernetes = /_SERVICE_HOST$|_SERVICE_PORT(?:_\w+)?$|_PORT$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?$/;
const ours = /^(?:SMS|OTP|KAFKA)_/;
/** Read by the command line, which is a client. */
const ofClients = ["SMS_URL", "SMS_API_KEY"];

/** A fault for each name that looks like a setting and is none: a mistyped one would hold its default in silence. */
export const unknownSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): readonly string[] =>
  Object.keys(environment)
    .filter((name) => ours.test(name) && !ofKubernetes.test(name))
    .filter((name) => !settings.includes(name) && !ofClients.includes(name))
    .map((name) => {
      const nearest = nearestName(name, settings);
      return `${name}: there is no such setting; ${nearest === undefined ? "remove it" : `did you mean ${nearest}?`}`;
    });
