interface Secrets {
  readonly API_KEYS?: readonly { readonly name: string; readonly secret: string }[] | undefined;
  readonly OTP_SECRET?: readonly string[] | undefined;
  readonly SMS_HASH_KEY?: string | undefined;
}

/** Words of the example secrets in this repository, which everybody can read. */
const published = /laptop-only|for-a-laptop|make-your-own|change-?me|replace-?me|your-?(?:own-)?secret/i;

const repeated = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];

/** Keys that cannot be told apart, which no deployment may have. */
const repeatedKeys = ({ API_KEYS: keys = [] }: Secrets): readonly string[] => {
  const names = repeated(keys.map(({ name }) => name));
  const secrets = repeated(keys.map(({ secret }) => secret));
  const sharing = keys.filter(({ secret }) => secrets.includes(secret)).map(({ name }) => name);
  return [
    ...(names.length > 0 ? [`API_KEYS: the name ${names.join(", ")} is given twice; name each key once`] : []),
    ...(sharing.length > 0
      ? [`API_KEYS: ${[...new Set(sharing)].join(", ")} have one secret; give each key its own`]
      : []),
  ];
};

/** Long enough secrets that production still refuses: one used for two purposes, and one that others know. */
const weakInProduction = ({ API_KEYS: keys = [], OTP_SECRET: codes = [], SMS_HASH_KEY: hash }: Secrets) => {
  const all = [
    ...(hash === undefined ? [] : [["SMS_HASH_KEY", hash] as const]),
    ...codes.map((secret) => ["OTP_SECRET", secret] as const),
    ...keys.map(({ secret }) => ["API_KEYS", secret] as const),
  ];
  const shared = repeated(all.map(([, secret]) => secret));
  const sharing = [...new Set(all.filter(([, secret]) => shared.includes(secret)).map(([name]) => name))];
  const known = [...new Set(all.filter(([, secret]) => published.test(secret)).map(([name]) => name))];
  return [
    ...(sharing.length > 1
      ? [`${sharing[0]}: the same secret as ${sharing.slice(1).join(", ")}; make each with: openssl rand -base64 48`]
      : []),
    ...(new Set(codes).size < codes.length ? ["OTP_SECRET: new and old are the same; make another new one"] : []),
    ...known.map((name) => `${name}: holds a published example; make your own with: openssl rand -base64 48`),
  ];
};

/** Weaknesses of secrets that each alone fit their rule. */
export const weakSecrets = (secrets: Secrets, production: boolean): readonly string[] => [
  ...repeatedKeys(secrets),
  ...(production ? weakInProduction(secrets) : []),
];
