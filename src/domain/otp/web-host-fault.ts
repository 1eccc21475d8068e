const label = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
/** The URL standard reads a host whose last label is a number as an address, which is no domain. */
const host = new RegExp(`^(?:${label}\\.)+(?!\\d+$|0x[\\da-f]*$)${label}$|^localhost$`, "u");

/** The host that an address means, in the letters that browsers compare: lower case, international names in ASCII. */
const hostOf = (address: string): string | undefined => {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address) ? address : `https://${address}`;
  const found = URL.canParse(whole) ? new URL(whole).hostname.replace(/\.$/u, "") : "";
  return host.test(found) ? found : undefined;
};

/**
 * The reason why a browser would not offer the code of `@host #code`, with the form that works; undefined: it would. WICG,
 * Origin-bound one-time codes §3: the host is a domain alone, compared as the URL standard writes it.
 */
export const webHostFault = (given: string): string | undefined => {
  if (host.test(given)) return undefined;
  const works = hostOf(given.trim());
  const form = works === undefined ? "such as shop.example" : `write ${works}`;
  return `must be a host alone, in small letters, without scheme, port or path, else browsers ignore the code: ${form}`;
};
