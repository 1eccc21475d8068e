import { BlockList, isIP } from "node:net";

/** IANA's special-purpose registries (RFC 6890 and later): not reachable from everywhere, so never a stranger's receiver. */
const special: readonly (readonly [net: string, bits: number])[] = [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
  ] as const),
  ...([
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
];
/** Within 2000::/3, the only unicast space there is: what embeds an IPv4 address, or is for documentation. */
const special6: readonly (readonly [net: string, bits: number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const listOf = (nets: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
};
const blocked = listOf(special, "ipv4");
const blocked6 = listOf(special6, "ipv6");
const unicast6 = listOf([["2000::", 3]], "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** An IPv4 address in IPv6 clothes is judged as what it is: BlockList reads `::ffff:7f00:1` as 127.0.0.1. */
const mapped = listOf([["::ffff:0:0", 96]], "ipv6");

export const isLoopback = (address: string): boolean => loopback.check(address, familyOf(address));

/** Says whether a webhook may reach an address: public ones, and those of `allowed` networks. */
export const createAddressGuard = (allowed: readonly string[]): ((address: string) => boolean) => {
  const own = new BlockList();
  for (const net of allowed) {
    const [address = "", bits = ""] = net.split("/");
    own.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => {
    if (isIP(address) === 0) return false;
    const family = familyOf(address);
    if (own.check(address, family)) return true;
    if (family === "ipv4") return !blocked.check(address, "ipv4");
    if (mapped.check(address, "ipv6")) return !blocked.check(address, "ipv6");
    return unicast6.check(address, "ipv6") && !blocked6.check(address, "ipv6");
  };
};
