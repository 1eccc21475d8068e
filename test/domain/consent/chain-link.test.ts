import { expect, test } from "vitest";
import { type ChainLink, chainHeads, chainLink, linkFate } from "../../../src/domain/consent/chain-link.js";
import type { ConsentEntry } from "../../../src/domain/consent/consent-entry.js";

const entry = (at: number, changed: Partial<ConsentEntry> = {}): ConsentEntry => ({
  ...{ evidenceId: `e${at}`, class: "promotional", state: "opted-out", at, source: "api", by: null, sealed: null },
  hash: `h${at}`,
  ...changed,
});
const upTo = (count: number) => Array.from({ length: count }, (_, at) => entry(at + 100));
const link = (at: number, changed: Partial<ConsentEntry> = {}) => chainLink(entry(at, changed));

test.each<[string, ChainLink, readonly ConsentEntry[], ReturnType<typeof linkFate>]>([
  ["it is there", link(101), upTo(3), "there"],
  ["it is gone", link(101), [entry(100), entry(102)], "missing"],
  ["it has another hash", link(101), [entry(100), entry(101, { hash: "other" })], "another"],
  ["it is older than the 16 newest", link(99), upTo(16), "pruned"],
  ["it is as old as the oldest of the 16 newest", link(100, { hash: "h", evidenceId: "e" }), upTo(16), "pruned"],
  ["it is older than the only 15 that are kept", link(99), upTo(15), "missing"],
  ["it is newer than the oldest of the 16 newest", link(101), [entry(99), ...upTo(17)].toSpliced(2, 1), "missing"],
  ["it is old, and decided: no later one of its lane is there", link(99, { state: "opted-in" }), upTo(16), "missing"],
  ["an earlier version named its hash alone, and few are kept", { hash: "h99" }, upTo(15), "missing"],
  ["an earlier version named its hash alone, and some may be pruned", { hash: "h99" }, upTo(16), "pruned"],
])("a choice that a seal names: %s", (_, named, kept, fate) => expect(linkFate(kept, named)).toBe(fate));

test("the next choice names whatever no other one names", () => {
  const [first, second, third] = upTo(3) as [ConsentEntry, ConsentEntry, ConsentEntry];
  const links = new Map([[second, [chainLink(first)]]]);
  expect(chainHeads([first, second, third], (one) => links.get(one) ?? [])).toEqual([second, third]);
});
