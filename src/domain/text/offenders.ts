import { gsmReplacements } from "./gsm-replacements.js";
import { septetsOf } from "./gsm7.js";

/** A character that GSM-7 lacks: one code point, where it stands, and the GSM-7 text that would do. */
export interface Offender {
  readonly character: string;
  /** UTF-16 units from the start. */
  readonly offset: number;
  /** For a person to judge; smart encoding makes only those of `gsmReplacements`. */
  readonly replacement?: string;
}

/** Unicode blocks of accented letters: Latin, Greek, and their extensions. */
const accented: readonly (readonly [number, number])[] = [
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x1e00, 0x1fff],
];

/** `á` without its accent: the first code point of its decomposition, where GSM-7 has it. */
const unaccented = function* (): Generator<readonly [string, string]> {
  for (const [from, to] of accented)
    for (let point = from; point <= to; point++) {
      const character = String.fromCharCode(point);
      const base = character.normalize("NFD").charAt(0);
      if (septetsOf[base.charCodeAt(0)]! > 0) yield [character, base];
    }
};

const replacements: ReadonlyMap<string, string> = new Map([...unaccented(), ...gsmReplacements]);

/** Every character of a well-formed text that GSM-7 lacks, in order. */
export const offendersOf = (text: string): readonly Offender[] => {
  const found: Offender[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    if (septetsOf[text.charCodeAt(offset)] !== 0) continue;
    const character = String.fromCodePoint(text.codePointAt(offset)!);
    const replacement = replacements.get(character);
    found.push(replacement === undefined ? { character, offset } : { character, offset, replacement });
    offset += character.length - 1;
  }
  return found;
};
