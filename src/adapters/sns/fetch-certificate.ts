const longestMs = 5_000;
const largest = 32_768;

/** The PEM at SNS's own address; follows no redirect, reads no more than a certificate has. */
export const fetchCertificate = async (address: string): Promise<string> => {
  const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(longestMs) });
  if (!answer.ok) throw new Error(`SNS's certificate could not be read: HTTP ${answer.status}`);
  const text = await answer.text();
  if (text.length > largest) throw new Error("SNS's certificate is too large to be one");
  return text;
};
