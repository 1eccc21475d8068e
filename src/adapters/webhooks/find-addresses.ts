import { lookup as systemLookup, Resolver } from "node:dns/promises";

interface Address {
  readonly address: string;
}

interface FindNeeds {
  /** Servers of names, in place of the machine's own. */
  readonly servers?: readonly string[] | undefined;
  readonly lookup?: ((host: string) => Promise<readonly Address[]>) | undefined;
  readonly timeoutMs?: number | undefined;
}

/** The words of c-ares for a server that does not answer, or waited in vain for another that does not. */
const silences: ReadonlySet<unknown> = new Set(["ETIMEOUT", "ESERVFAIL"]);

const isSilence = (one: PromiseSettledResult<unknown>): boolean =>
  one.status === "rejected" && silences.has((one.reason as { readonly code?: unknown }).code);

/**
 * Finds the addresses of a receiver's name. The system's own lookup holds one of two threads for as long as it takes, and the
 * gateway's, Redis' and Kafka's names wait for those: it is asked only of a name that a server of names has just answered.
 */
export const createFindAddresses = ({
  servers,
  timeoutMs = 2_000,
  ...needs
}: FindNeeds = {}): ((host: string) => Promise<readonly Address[]>) => {
  const lookup = needs.lookup ?? ((host: string) => systemLookup(host, { all: true, verbatim: true }));
  return async (host) => {
    if (/^localhost\.?$/u.test(host)) return lookup(host);
    // A new one each time: the machine's servers may have changed since.
    const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    if (!answers.some(isSilence)) return lookup(host);
    return answers.flatMap((one) => (one.status === "fulfilled" ? one.value.map((address) => ({ address })) : []));
  };
};
