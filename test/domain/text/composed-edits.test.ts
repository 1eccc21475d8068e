import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composedEdits } from "../../../src/domain/text/composed-edits.js";
import type { Edit } from "../../../src/domain/text/text.js";

const edit = (offset: number, before: string, after: string, why: Edit["why"] = "smart-encoding"): Edit => ({
  ...{ offset, before, after, why },
});

/** Made from the last to the first, so that no edit moves the place of another. */
const made = (given: string, edits: readonly Edit[]): string =>
  edits.reduceRight((text, { offset, before, after }) => {
    expect(given.slice(offset, offset + before.length)).toBe(before);
    return text.slice(0, offset) + after + text.slice(offset + before.length);
  }, given);

const cut = (offset: number, before: string): Edit => edit(offset, before, "...", "shortened");

describe("edits of the given text", () => {
  test.each<[string, string, readonly Edit[], readonly Edit[], Edit | undefined, number, readonly Edit[], string]>([
    ["nothing", "abc", [], [], undefined, 3, [], "abc"],
    ["a spelling alone", "a…b", [], [edit(1, "…", "...")], undefined, 3, [edit(1, "…", "...")], "a...b"],
    [
      "a lone surrogate beside it, in order",
      "…\ud800",
      [edit(1, "\ud800", "\ufffd", "lone-surrogate")],
      [edit(0, "…", "...")],
      undefined,
      2,
      [edit(0, "…", "..."), edit(1, "\ud800", "\ufffd", "lone-surrogate")],
      "...\ufffd",
    ],
    [
      "a spelling that covers a lone surrogate takes its place",
      "x\ud800\u0301y",
      [edit(1, "\ud800", "\ufffd", "lone-surrogate")],
      [edit(1, "\ufffd\u0301", "?")],
      undefined,
      4,
      [edit(1, "\ud800\u0301", "?")],
      "x?y",
    ],
    [
      "one just before it does not",
      "…\ud800y",
      [edit(1, "\ud800", "\ufffd", "lone-surrogate")],
      [edit(0, "…", "."), edit(2, "y", "z")],
      undefined,
      3,
      [edit(0, "…", "."), edit(1, "\ud800", "\ufffd", "lone-surrogate"), edit(2, "y", "z")],
      ".\ufffdz",
    ],
    ["a cut alone", "one two", [], [], cut(3, " two"), 7, [cut(3, " two")], "one..."],
    ["a cut before a tail", "one two\nT", [], [], cut(3, " two"), 7, [cut(3, " two")], "one...\nT"],
    [
      "a cut after a spelling that grew: its place in the given text",
      "a… two",
      [],
      [edit(1, "…", "...")],
      cut(4, " two"),
      6,
      [edit(1, "…", "..."), cut(2, " two")],
      "a......",
    ],
    [
      "a cut before a spelling: what is cut off was never changed",
      "one t…o",
      [],
      [edit(5, "…", "...")],
      cut(3, " t...o"),
      7,
      [cut(3, " t…o")],
      "one...",
    ],
    [
      "a cut inside a spelling keeps what of it stays",
      "ab™c",
      [],
      [edit(2, "™", "TM")],
      cut(3, "Mc"),
      4,
      [edit(2, "™c", "T...", "shortened")],
      "abT...",
    ],
    [
      "a cut right behind a spelling keeps it",
      "ab™c",
      [],
      [edit(2, "™", "TM")],
      cut(4, "c"),
      4,
      [edit(2, "™", "TM"), cut(3, "c")],
      "abTM...",
    ],
  ])("%s", (_, given, surrogates, spelling, cutting, end, expected, text) => {
    const edits = composedEdits(given, surrogates, spelling, cutting, end);
    expect(edits).toEqual(expected);
    expect(made(given, edits)).toBe(text);
  });

  test("any spelling and any cut: made from the last to the first, they give the final text", () => {
    const pieces = fc.array(
      fc.record({ before: fc.constantFrom("…", "™", "a", "b c"), after: fc.constantFrom("...", "TM", "", "x") }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pieces, fc.nat(40), (several, at) => {
        let given = "";
        let spelt = "";
        const spelling: Edit[] = [];
        for (const { before, after } of several) {
          spelling.push(edit(given.length, before, after));
          given += `${before}-`;
          spelt += `${after}-`;
        }
        const place = Math.min(at, spelt.length);
        const edits = composedEdits(given, [], spelling, cut(place, spelt.slice(place)), given.length);
        expect(made(given, edits)).toBe(`${spelt.slice(0, place)}...`);
      }),
    );
  });
});
