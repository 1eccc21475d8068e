import { counted } from "../../counted.js";
import { writeText } from "../../template/write-text.js";
import type { Segments } from "../../text/segments.js";
import type { Edit } from "../../text/text.js";
import { type After, type Draft, note, refuse } from "../draft.js";
import type { Content, Evidence, Spelled } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";
import type { Refusal } from "../refusal.js";
import { messageLimitRefusal } from "./message-limits.js";
import { spelled } from "./spelled.js";

/** Upper bound of parts where neither the request nor the template names one. */
const defaultMaxParts = 10;

/**
 * Something that shows on a phone: no blank (Braille's empty cell is one), control character, or character that is drawn as
 * nothing (zero width, marks of direction).
 */
const visible = /[^\s\u2800\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

const spoken = ({ encoding, units, parts }: Segments, edits: readonly Edit[]): string =>
  `${encoding}, ${counted(units, "unit")}, ${counted(parts.length, "part")}${
    edits.length === 0 ? "" : `, ${counted(edits.length, "change")}`
  }`;

/** The content without an optional variable; undefined: it shows none of that name, or needs it. */
const without = ({ request, template }: Draft, content: Content, name: string): Content | undefined => {
  const value = content.values.get(name);
  const asked = request.content.kind === "template" ? request.content.needs : undefined;
  if (value === undefined || template === undefined || content.locale === undefined || asked?.includes(name))
    return undefined;
  const values = new Map([...content.values].filter(([one]) => one !== name));
  const edit: Edit = { variable: name, offset: 0, before: value, after: "", why: "left-out" };
  return { ...content, ...writeText(template, content.locale, values), edits: [...content.edits, edit] };
};

interface Fitted extends Spelled {
  readonly content: Content;
  readonly leftOut: readonly string[];
  /** The parts that the whole text took. */
  readonly wholeParts: number;
}

const limitOf = ({ text, segments }: Spelled): Refusal | undefined => messageLimitRefusal(text, segments.encoding);

/** Fits the text: as it is; else without optional parts, in the template's order; then cut, where asked. */
const fitted = (draft: Draft, given: Content, most: number): Fitted => {
  const { request, template } = draft;
  let content = given;
  const leftOut: string[] = [];
  const isOver = (found: Spelled): boolean => found.segments.parts.length > most || limitOf(found) !== undefined;
  let found = spelled(draft, content, most, false);
  const wholeParts = found.segments.parts.length;
  for (const name of template?.dlt?.has(given.locale ?? "") === true ? [] : (template?.leaveOut ?? [])) {
    if (!isOver(found)) break;
    const shorter = without(draft, content, name);
    if (shorter === undefined) continue;
    content = shorter;
    leftOut.push(name);
    found = spelled(draft, content, most, false);
  }
  if (isOver(found) && request.optimize === true) found = spelled(draft, content, most, true);
  return { ...found, edits: [...content.edits, ...found.edits], content, leftOut, wholeParts };
};

/** Encodes the text for the wire: spelled to take fewer parts, shortened where asked, within every limit. */
export const checkEncoding = (draft: After<"content">): Evidence["encoding"] => {
  const { content: given, request, template } = draft;
  if (given === undefined) return undefined;
  const most = request.maxParts ?? template?.maxParts ?? defaultMaxParts;
  const found = fitted(draft, given, most);
  const { content, edits, leftOut, segments } = found;
  // The caller's bound is kept; the template's own is exceeded rather than send nothing.
  const spare = request.maxParts === undefined && template?.maxParts !== undefined ? template.extraParts : 0;
  const { length: parts } = segments.parts;
  const observed = spoken(segments, edits);
  const overLimit = limitOf(found);
  if (leftOut.length > 0) {
    const bound = found.wholeParts > most ? counted(most, "part") : "one message may have at the gateway";
    note(draft, "warning", "optional-parts", leftOut.join(", "), `left out, as the text took more than ${bound}`);
  }
  if (!visible.test(content.text)) refuse(draft, "encoding", observed, refusalTexts.empty());
  else if (overLimit !== undefined) refuse(draft, "encoding", observed, overLimit);
  else if (parts > most + spare)
    refuse(draft, "encoding", observed, refusalTexts.parts(parts, most + spare, request.optimize === true));
  else if (parts > most)
    note(
      draft,
      "warning",
      "encoding",
      observed,
      `above the template's ${counted(most, "part")}; it may take ${spare} more`,
    );
  else
    note(draft, "pass", "encoding", observed, `at most ${counted(most, "part")} ${most === 1 ? "is" : "are"} allowed`);
  return found;
};
