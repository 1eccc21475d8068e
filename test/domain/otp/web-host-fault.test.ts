import { expect, test } from "vitest";
import { webHostFault } from "../../../src/domain/otp/web-host-fault.js";

test.each([["shop.example"], ["a.b-c.shop.example"], ["localhost"], ["3.shop3.example"], ["xn--bcher-kva.example"]])(
  "%s is a host that browsers compare",
  (host) => expect(webHostFault(host)).toBeUndefined(),
);

test.each([
  ["a scheme", "https://shop.example", "write shop.example"],
  ["a port", "shop.example:8443", "write shop.example"],
  ["the port of https itself", "shop.example:443", "write shop.example"],
  ["a path", "shop.example/login", "write shop.example"],
  ["a trailing slash", "shop.example/", "write shop.example"],
  ["a query", "shop.example?x=1", "write shop.example"],
  ["capitals", "Shop.Example", "write shop.example"],
  ["letters beyond ASCII", "bücher.example", "write xn--bcher-kva.example"],
  ["a trailing dot", "shop.example.", "write shop.example"],
  ["blanks around", " shop.example ", "write shop.example"],
  ["all of it", "HTTPS://Shop.Example:8443/login?x#y", "write shop.example"],
  ["the sign of the line itself", "@shop.example", "write shop.example"],
  ["a port on the own machine", "localhost:3000", "write localhost"],
  ["one label", "shop", "such as shop.example"],
  ["a blank inside", "shop example", "such as shop.example"],
  ["an address of the internet protocol", "127.0.0.1", "such as shop.example"],
  ["its short form", "10.1", "such as shop.example"],
  ["its hexadecimal form", "10.0x1", "such as shop.example"],
  ["its version 6", "[::1]", "such as shop.example"],
  ["nothing", "", "such as shop.example"],
  ["a hyphen at an edge", "-shop.example", "such as shop.example"],
])("%s is named, with the form that works", (_, given, form) => {
  expect(webHostFault(given)).toContain("browsers ignore the code");
  expect(webHostFault(given)?.endsWith(form)).toBe(true);
});
