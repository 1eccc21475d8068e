import { describe, expect, test } from "vitest";
import { type PageHeaders, refusePage, type TrustedHosts } from "../../../src/application/requests/refuse-page.js";

const local = { host: "127.0.0.1:8080" };
const link = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("whose call is refused", () => {
  test.each<[string, PageHeaders, TrustedHosts, boolean]>([
    ["a command line: no browser's header", local, "loopback", false],
    ["localhost", { host: "localhost:8080" }, "loopback", false],
    ["a host's case does not matter", { host: "LocalHost" }, "loopback", false],
    ["loopback of IPv6", { host: "[::1]:8080" }, "loopback", false],
    [
      "the server's own page",
      { ...local, origin: "http://127.0.0.1:8080", "sec-fetch-site": "same-origin" },
      "loopback",
      false,
    ],
    ["an address that was typed", { ...local, ...link, "sec-fetch-site": "none" }, "loopback", true],
    ["a link elsewhere to a page", { ...local, ...link, "sec-fetch-site": "cross-site" }, "loopback", true],
    ["an own page behind TLS that ends in front", { host: "sms.example", origin: "https://sms.example" }, "any", false],
    ["with keys any host", { host: "sms.example" }, "any", false],
    ["a name of a Docker network", { host: "simulator:8081" }, "private", false],
    ["an address", { host: "192.168.1.7:8081" }, "private", false],
    ["an address of IPv6", { host: "[fd00::1]:8081" }, "private", false],
    ["a name that nobody can register", { host: "simulator.default.svc.cluster.local" }, "private", false],
  ])("%s passes", (_, headers, hosts, isPage) => {
    expect(refusePage(headers, hosts, isPage)).toBeUndefined();
  });

  test.each<[string, PageHeaders, TrustedHosts, boolean, RegExp]>([
    ["rebinding: a name that points here", { host: "evil.example:8080" }, "loopback", false, /hosts/],
    ["rebinding, behind a page", { host: "evil.example" }, "loopback", true, /hosts/],
    ["a name that begins like ours", { host: "127.0.0.1.evil.example" }, "loopback", false, /hosts/],
    ["a name that ends like ours", { host: "evil-localhost" }, "loopback", false, /hosts/],
    ["another address", { host: "192.168.1.7" }, "loopback", false, /hosts/],
    ["no host", {}, "loopback", false, /hosts/],
    ["rebinding of a name that can be registered", { host: "evil.example" }, "private", false, /hosts/],
    ["another origin", { ...local, origin: "https://evil.example" }, "loopback", false, /origin/],
    ["another port is another origin", { ...local, origin: "http://127.0.0.1:9999" }, "loopback", false, /origin/],
    ["a sandboxed frame or a file", { ...local, origin: "null" }, "loopback", false, /origin/],
    [
      "another origin although keys guard",
      { host: "sms.example", origin: "https://evil.example" },
      "any",
      false,
      /origin/,
    ],
    ["another site's image or script", { ...local, "sec-fetch-site": "cross-site" }, "loopback", false, /site/],
    ["a sister site", { host: "sms.example", "sec-fetch-site": "same-site" }, "any", false, /site/],
    ["a link to what is no page", { ...local, ...link, "sec-fetch-site": "cross-site" }, "loopback", false, /site/],
    [
      "a frame around a page",
      { ...local, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" },
      "loopback",
      true,
      /site/,
    ],
  ])("%s is refused", (_, headers, hosts, isPage, why) => {
    expect(refusePage(headers, hosts, isPage)).toMatch(why);
  });
});
