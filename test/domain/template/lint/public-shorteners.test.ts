import { expect, test } from "vitest";
import { shortenersIn } from "../../../../src/domain/template/lint/public-shorteners.js";

test.each([
  ["a link", "See https://bit.ly/abc123", ["bit.ly"]],
  ["without a scheme", "See bit.ly/abc", ["bit.ly"]],
  ["in capitals", "HTTPS://Bit.LY/abc", ["bit.ly"]],
  ["with www", "www.tinyurl.com/x", ["www.tinyurl.com"]],
  ["at the end of a sentence", "Go to t.co/x. Thanks", ["t.co"]],
  ["a host before a full stop", "Go to is.gd. Thanks", ["is.gd"]],
  ["two of them, one twice", "bit.ly/a t.ly/b bit.ly/c", ["bit.ly", "t.ly"]],
  ["a name under one", "https://acme.app.link/x", ["acme.app.link"]],
  ["one's own domain", "https://go.acme.in/x", []],
  ["a name that ends alike", "https://rabbit.ly/x", []],
  ["a name that ends alike after a hyphen", "https://my-bit.ly/x", []],
  ["one as part of another", "https://bit.ly.acme.in/x", []],
  ["a word", "a bit. ly", []],
  ["placeholders", "{track_url}", []],
])("%s", (_, text, hosts) => {
  expect(shortenersIn(text)).toEqual(hosts);
});

// UPCCell's list of blocked hosts, but for two that are no shorteners (lc.chat, serveirc.com) and two unknown ones, and
// those that Twilio, GoHighLevel and their owners name.
test.each(
  (
    "9qr.de alturl.com app.link bc.vc bit.do bit.ly bitly.com bitly.ws budurl.com buff.ly clicky.me cutt.ly goo.gl is.gd " +
    "j.mp lnkd.in ow.ly rb.gy rebrand.ly s2r.co shorturl.at shrtco.de soo.gd t.co t.ly tiny.cc tinyurl.com v.gd"
  ).split(" "),
)("%s is known", (host) => {
  expect(shortenersIn(`https://${host}/x`)).toEqual([host]);
});
