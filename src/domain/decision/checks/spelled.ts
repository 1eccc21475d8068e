import { composedEdits } from "../../text/composed-edits.js";
import { movedSpans } from "../../text/moved-spans.js";
import { type Segments, segmentsOf } from "../../text/segments.js";
import { shorten } from "../../text/shorten.js";
import { smartEncode } from "../../text/smart-encoding.js";
import type { Edit } from "../../text/text.js";
import type { Draft } from "../draft.js";
import type { Content, Spelled } from "../evidence.js";
import { messageLimitRefusal } from "./message-limits.js";

const replacement = "\ufffd";
const unchanged: readonly Edit[] = [];

const surrogateEdits = (given: string, text: string): readonly Edit[] => {
  const edits: Edit[] = [];
  for (let offset = 0; offset < given.length; offset++)
    if (given.charCodeAt(offset) !== text.charCodeAt(offset))
      edits.push({ offset, before: given.charAt(offset), after: replacement, why: "lone-surrogate" });
  return edits;
};

/**
 * The text in the spelling that takes fewest parts, and cut to `most` parts, and to what the gateway takes, where `mayCut`
 * and that is possible.
 */
export const spelled = (draft: Draft, content: Content, most: number, mayCut: boolean): Spelled => {
  const { request, template } = draft;
  const tail = request.lastLine === undefined ? "" : `\n${request.lastLine}`;
  const given = content.text + tail;
  const wellFormed = given.toWellFormed();
  const surrogates = wellFormed === given ? unchanged : surrogateEdits(given, wellFormed);
  const segments = segmentsOf(wellFormed);
  const fits = (candidate: string, { encoding, parts }: Segments): boolean =>
    parts.length <= most && messageLimitRefusal(candidate, encoding) === undefined;
  const mayShorten = mayCut && !fits(wellFormed, segments);
  // A text that may be cut is respelled first, because a respelling loses less.
  const mayRespell =
    segments.encoding === "UCS-2" &&
    (content.locale === undefined || template?.dlt?.has(content.locale) !== true) &&
    (request.smartEncoding ?? template?.smartEncoding ?? mayShorten);
  if (!mayShorten && !mayRespell) return { text: wellFormed, edits: surrogates, segments };
  const wholes = content.wholeSpans;
  const end = given.length - tail.length;
  const { text, edits } = mayRespell
    ? smartEncode(wellFormed, [...wholes, { start: end, end: given.length }])
    : { text: wellFormed, edits: unchanged };
  const respelled = mayRespell ? segmentsOf(text) : segments;
  const asItIs = { text, edits: composedEdits(given, surrogates, edits, undefined, end), segments: respelled };
  if (!mayShorten || fits(text, respelled)) return asItIs;
  const body = text.slice(0, text.length - tail.length);
  const short = shorten(body, most, movedSpans(wholes, edits), tail, fits);
  if (short === undefined) return asItIs;
  const cut = short.edits[0];
  return {
    text: short.text,
    edits: composedEdits(given, surrogates, edits, cut, end),
    segments: segmentsOf(short.text),
  };
};
