/**
 * Hosts that shorten anybody's links. Carriers block texts with them, since they hide where a link leads; a short domain
 * of one's own is fine. Sources, read November 2026: Twilio, error 30963 (bit.ly, tinyurl.com, goo.gl, t.co, ow.ly "or
 * similar"); the blocked list of UPCCell's help centre ("Prohibit Using Shared Public URL Shorteners"); GoHighLevel's
 * help centre (rb.gy; AT&T blocks all, T-Mobile's Code of Conduct since 2020). Buffer, Google and X name their own.
 */
export const publicShorteners: ReadonlySet<string> = new Set([
  "9qr.de",
  "alturl.com",
  "app.link",
  "bc.vc",
  "bit.do",
  "bit.ly",
  "bitly.com",
  "bitly.ws",
  "budurl.com",
  "buff.ly",
  "clicky.me",
  "cutt.ly",
  "goo.gl",
  "is.gd",
  "j.mp",
  "lnkd.in",
  "ow.ly",
  "rb.gy",
  "rebrand.ly",
  "s2r.co",
  "shorturl.at",
  "shrtco.de",
  "soo.gd",
  "t.co",
  "t.ly",
  "tiny.cc",
  "tinyurl.com",
  "v.gd",
]);

const host = /(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/gi;

/** The public shorteners among the hosts that a text names, each once, their subdomains too. */
export const shortenersIn = (text: string): readonly string[] => {
  const hosts = [...text.matchAll(host)].map(([name]) => name.toLowerCase());
  const found = hosts.filter((name) =>
    name.split(".").some((_, index, labels) => publicShorteners.has(labels.slice(index).join("."))),
  );
  return [...new Set(found)];
};
