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

/** `á` without its accent: the first code point of its decomposition, where GSM-7 has it and only marks follow. */
const unaccented = (character: string): string | undefined => {
  const [, base] = /^(.)\p{M}+$/u.exec(character.normalize("NFD")) ?? [];
  return base !== undefined && septetsOf[base.charCodeAt(0)]! > 0 ? base : undefined;
};

/** Every character of a well-formed text that GSM-7 lacks, in order. */
export const offendersOf = (text: string): readonly Offender[] => {
  const found: Offender[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    if (septetsOf[text.charCodeAt(offset)] !== 0) continue;
    const character = String.fromCodePoint(text.codePointAt(offset)!);
    const replacement = gsmReplacements.get(character) ?? unaccented(character);
    found.push(replacement === undefined ? { character, offset } : { character, offset, replacement });
    offset += character.length - 1;
  }
  return found;
};
