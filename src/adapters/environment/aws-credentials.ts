import { defaultProvider } from "@aws-sdk/credential-provider-node";

/** AWS credentials as the SDK takes them; one without an end says none. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

interface CredentialNeeds {
  /** A clock in milliseconds that nobody sets, as `performance.now` is. */
  readonly monotonic?: () => number;
  /** Asks the chain anew: environment, files, web identity, container, instance. */
  readonly read?: () => Promise<AwsIdentity>;
}

/** Credentials that say no end may be exchanged at any time: an operator writes others into the file. */
const staticMs = 30_000;
/** Credentials handed out say an end, because the SDK keeps credentials without one for ever. */
const saidMs = 60_000;
const beforeEndMs = 5 * 60_000;

/** The chain of the SDK, but that files are read again: the SDK keeps what it once read of them. */
const readChain = (): Promise<AwsIdentity> => defaultProvider({ ignoreCache: true })();

/**
 * Finds AWS credentials as the SDK does, and finds them again: those that say no end within 30 s, others before their end.
 * While they cannot be found again, the known ones stand.
 */
export const createAwsCredentials = ({
  monotonic = () => performance.now(),
  read = readChain,
}: CredentialNeeds = {}): (() => Promise<AwsIdentity>) => {
  let known: { readonly identity: AwsIdentity; readonly until: number } | undefined;
  let reading: Promise<AwsIdentity> | undefined;

  const readAgain = async (): Promise<AwsIdentity> => {
    const identity = await read();
    const leftMs = identity.expiration === undefined ? undefined : identity.expiration.getTime() - Date.now();
    known = {
      identity,
      until: monotonic() + (leftMs === undefined ? staticMs : Math.max(leftMs - beforeEndMs, 1_000)),
    };
    return identity;
  };
  const told = (identity: AwsIdentity): AwsIdentity =>
    identity.expiration === undefined ? { ...identity, expiration: new Date(Date.now() + saidMs) } : identity;

  return async () => {
    if (known !== undefined && monotonic() < known.until) return told(known.identity);
    reading ??= readAgain().finally(() => {
      reading = undefined;
    });
    if (known === undefined) return told(await reading);
    return told(await reading.catch(() => known!.identity));
  };
};
