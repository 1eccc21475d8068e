import { SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";

export interface SnsOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
}

/** A call that failed. */
export interface FailedCall {
  /** The call, the error's name and status; SNS's own sentences quote the phone number. */
  readonly why: string;
  /** undefined: nothing was answered. */
  readonly status: number | undefined;
  /** Another try may help. */
  readonly retry: boolean;
}

export interface SnsCalls {
  /** One attempt within 5 s: the caller decides on retries. */
  ask<Answer>(
    call: string,
    of: (sns: SNSClient, signal: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer>;
  close(): void;
}

const longestMs = 5_000;

const failed = (call: string, error: unknown): FailedCall => {
  const { name = "unknown", $metadata } = (error ?? {}) as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return {
    why:
      status === undefined ? `${call} was not answered: ${name}` : `${call} was answered with ${name}, HTTP ${status}`,
    status,
    retry: status === undefined || status === 429 || status >= 500 || /^Throttl/u.test(name),
  };
};

/** Calls of SNS beside the one that sends; `faultOf` is thrown where one fails. */
export const createSnsCalls = (
  { credentials, endpoint, region }: SnsOptions,
  faultOf: (call: FailedCall) => Error,
): SnsCalls => {
  let client: SNSClient | undefined;
  // Made when it is first needed: most processes never are.
  const sns = (): SNSClient => {
    client ??= new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 1,
    });
    return client;
  };
  return {
    ask: async (call, of) => {
      try {
        return await of(sns(), { abortSignal: AbortSignal.timeout(longestMs) });
      } catch (error) {
        throw faultOf(failed(call, error));
      }
    },
    close: () => client?.destroy(),
  };
};
