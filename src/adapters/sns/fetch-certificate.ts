import { OptOutListUnavailable } from "../../application/ports/opt-out-list.js";

const longestMs = 5_000;
const largest = 32_768;

/** The PEM at SNS's own address; follows no redirect, reads no more than a certificate has. */
export const fetchCertificate = async (address: string): Promise<string> => {
  const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(longestMs) }).catch(
    () => undefined,
  );
  const text = answer?.ok === true ? await answer.text().catch(() => undefined) : undefined;
  if (text === undefined || text.length > largest)
    throw new OptOutListUnavailable("SNS's certificate could not be read", true);
  return text;
};
