import { composedEdits } from "../../text/composed-edits.js";
import { type After, type Draft, note, refuse } from "../draft.js";
import type { Content, Evidence, Spelled } from "../evidence.js";
import { messageLimitRefusal } from "./message-limits.js";
import { movedSpans } from "../../text/moved-spans.js";
import { refusalTexts } from "../refusal-texts.js";
import { type Segments, segmentsOf } from "../../text/segments.js";
import { shorten } from "../../text/shorten.js";
import { smartEncode } from "../../text/smart-encoding.js";
import type { Edit } from "../../text/text.js";

/** Upper bound of parts where neither the request nor the template names one. */
const defaultMaxParts = 10;
/** A UTF-16 unit is at most three bytes of UTF-8, so a text this long is within every limit of the gateway. */
const surelyFits = 500;
const replacement = "\ufffd";
/** Something that shows on a phone: no blank, control character, or character that is drawn as nothing (zero width, marks of direction). */
const visible = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

const unchanged: readonly Edit[] = [];

const surrogateEdits = (given: string, text: string): readonly Edit[] => {
  const edits: Edit[] = [];
  for (let offset = 0; offset < given.length; offset++)
    if (given.charCodeAt(offset) !== text.charCodeAt(offset))
      edits.push({ offset, before: given.charAt(offset), after: replacement, why: "lone-surrogate" });
  return edits;
};

const spelled = (draft: Draft, content: Content, most: number): Spelled => {
  const { request, template } = draft;
  const tail = request.lastLine === undefined ? "" : `\n${request.lastLine}`;
  const given = content.text + tail;
  const wellFormed = given.toWellFormed();
  const surrogates = wellFormed === given ? unchanged : surrogateEdits(given, wellFormed);
  const segments = segmentsOf(wellFormed);
  const mayShorten = request.optimize === true && segments.parts.length > most;
  // Of a text that may be cut, a respelling loses less.
  const mayRespell =
    segments.encoding === "UCS-2" &&
    template?.dlt === undefined &&
    (request.smartEncoding ?? template?.smartEncoding ?? mayShorten);
  if (!mayShorten && !mayRespell) return { text: wellFormed, edits: surrogates, segments };
  const wholes = content.wholeSpans;
  const end = given.length - tail.length;
  const { text, edits } = mayRespell
    ? smartEncode(wellFormed, [...wholes, { start: end, end: given.length }])
    : { text: wellFormed, edits: unchanged };
  const respelled = mayRespell ? segmentsOf(text) : segments;
  const asItIs = { text, edits: composedEdits(given, surrogates, edits, undefined, end), segments: respelled };
  if (!mayShorten || respelled.parts.length <= most) return asItIs;
  const body = text.slice(0, text.length - tail.length);
  const short = shorten(body, most, movedSpans(wholes, edits), tail);
  if (short === undefined) return asItIs;
  const cut = short.edits[0];
  return {
    text: short.text,
    edits: composedEdits(given, surrogates, edits, cut, end),
    segments: segmentsOf(short.text),
  };
};

const spoken = ({ encoding, units, parts }: Segments, edits: readonly Edit[]): string =>
  `${encoding}, ${units} units, ${parts.length} part${parts.length === 1 ? "" : "s"}${
    edits.length === 0 ? "" : `, ${edits.length} change${edits.length === 1 ? "" : "s"}`
  }`;

/** What the text becomes on the wire: spelled to take fewer parts, shortened where asked, within every limit. */
export const checkEncoding = (draft: After<"content">): Evidence["encoding"] => {
  const { content, request, template } = draft;
  if (content === undefined) return undefined;
  const most = request.maxParts ?? template?.maxParts ?? defaultMaxParts;
  const found = spelled(draft, content, most);
  const { text, edits, segments } = found;
  const { encoding, parts } = segments;
  const observed = spoken(segments, edits);
  const overLimit = text.length > surelyFits ? messageLimitRefusal(text, encoding) : undefined;
  if (!visible.test(content.text)) refuse(draft, "encoding", observed, refusalTexts.empty());
  else if (overLimit !== undefined) refuse(draft, "encoding", observed, overLimit);
  else if (parts.length > most)
    refuse(draft, "encoding", observed, refusalTexts.parts(parts.length, most, request.optimize === true));
  else note(draft, "pass", "encoding", observed, `at most ${most} parts are allowed`);
  return found;
};
