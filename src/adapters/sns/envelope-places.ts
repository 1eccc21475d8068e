/** `arn:aws:sns:ap-south-1:123456789012:name`; China's partition has hosts of its own. */
const arn = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[\w-]{1,256}(?:\.fifo)?$/u;

/** The one host that speaks for a topic; undefined where it is no topic's ARN. */
export const hostOf = (topicArn: string): string | undefined => {
  const [, partition, region] = arn.exec(topicArn) ?? [];
  if (region === undefined) return undefined;
  return `sns.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
};

/** The parsed address if it is SNS's own: https, exactly that host, its usual port, and no user or password. */
const isAt = (address: string, host: string): URL | undefined => {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const plain = url.port === "" && url.username === "" && url.password === "";
  return url.protocol === "https:" && url.hostname === host && plain ? url : undefined;
};

export const isCertificateAddress = (address: string, host: string): boolean => {
  const url = isAt(address, host);
  return url?.pathname.endsWith(".pem") === true && url.search === "" && url.hash === "";
};

/** The address is never followed; one that leads elsewhere proves that the envelope is not SNS's. */
export const isSubscribeAddress = (address: string, host: string): boolean => isAt(address, host) !== undefined;
