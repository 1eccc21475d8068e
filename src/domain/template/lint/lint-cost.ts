import { gsmReplacements } from "../../text/gsm-replacements.js";
import type { Offender } from "../../text/offenders.js";
import { segmentsOf } from "../../text/segments.js";

/** Letters, signs and digits that a language is written in: no slip of the keyboard. */
const isScript = ({ character }: Offender): boolean =>
  /[\p{L}\p{M}\p{N}]/u.test(character) && !gsmReplacements.has(character);

/** A character fit for a sentence; an invisible one is shown by its code point. */
const shown = (character: string): string =>
  /[\p{Z}\p{C}\p{M}]/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`
    : character;

const dollars = (micros: number): string => {
  const cents = Math.round(micros / 10_000);
  return cents % 100 === 0 ? `$${cents / 100}` : `$${(cents / 100).toFixed(2)}`;
};

/**
 * The characters of a template's own text that make it UCS-2 and dearer, such as "’ at 17 turns 1 part into 2: $645
 * more per 100,000". `samples` are texts as they would go out, by their description; the first one that gets dearer
 * counts. Offsets are those in the template's text. undefined: none costs anything.
 */
export const characterCost = (
  source: string,
  samples: ReadonlyMap<string, string>,
  microsPerPart: number | undefined,
): string | undefined => {
  const { offenders } = segmentsOf(source);
  if (offenders.length === 0 || offenders.some(isScript)) return undefined;
  const instead = new Map(offenders.map(({ character, replacement = "" }) => [character, replacement]));
  for (const [extent, text] of samples) {
    const parts = segmentsOf(text).parts.length;
    const without = segmentsOf([...text].map((character) => instead.get(character) ?? character).join("")).parts.length;
    if (parts <= without) continue;
    const places = offenders.map(({ character, offset }) => `${shown(character)} at ${offset}`).join(", ");
    const more =
      microsPerPart === undefined ? "" : `: ${dollars((parts - without) * microsPerPart * 100_000)} more per 100,000`;
    const turns = `${offenders.length === 1 ? "turns" : "turn"} ${without} ${without === 1 ? "part" : "parts"} into ${parts}`;
    const hints = [...instead].map(([character, other]) =>
      other === ""
        ? `leave out ${shown(character)}`
        : `write ${other === " " ? "a blank" : other} for ${shown(character)}`,
    );
    return `${places} ${turns}${more} (at the ${extent} values; ${hints.join(", ")})`;
  }
  return undefined;
};
