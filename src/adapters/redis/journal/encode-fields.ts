import type { RecordedOutcome } from "../../../application/ports/journal.js";
import {
  between,
  codeOf,
  contentType,
  eventSource,
  fieldsMark,
  headerNames,
  specVersion,
  topics,
  usual,
  verdicts,
} from "./fields-form.js";
import { fieldPatterns, type Patterns, phrasesOf, usualTraces, valuePattern } from "./outcome-phrases.js";
import { fits } from "./pattern.js";
import { shortCells } from "./short-cells.js";

const mark = String.fromCharCode(fieldsMark);

/** The code of the first pattern that fits; the hole alone, which fits everything, comes last. */
const codeOfText = (patterns: Patterns, text: string, holes: string[]): string => {
  for (let at = 1; at < patterns.length; at += 1) if (fits(patterns[at]!, text, holes)) return codeOf(at);
  holes.push(text);
  return codeOf(0);
};

/** Undefined where they are not those that the service writes. */
const codeOfHeaders = ({ headers, topic }: RecordedOutcome["event"], holes: string[]): string | undefined => {
  const names = Object.keys(headers);
  if (names.length < headerNames.length - 1 || !names.every((name, at) => name === headerNames[at])) return undefined;
  const { ce_specversion: version, ce_id: id, ce_source: source, ce_type: type, ce_time: time, traceparent } = headers;
  if (version !== specVersion || source !== eventSource || type !== topic || headers["content-type"] !== contentType)
    return undefined;
  if (typeof id !== "string" || typeof time !== "string") return undefined;
  holes.push(id, time);
  if (traceparent === undefined) return codeOf(0);
  if (typeof traceparent !== "string") return undefined;
  holes.push(traceparent);
  return codeOf(1);
};

const codesOfTrace = (trace: RecordedOutcome["trace"], holes: string[]): string => {
  let codes = "";
  for (const { rule, verdict, observed, consequence } of trace) {
    const phrases = phrasesOf(rule);
    if (phrases.code === 0) holes.push(rule);
    else if (phrases.rule.endsWith("/")) holes.push(rule.slice(phrases.rule.length));
    codes += codeOf(phrases.code) + codeOf(verdicts.indexOf(verdict));
    codes += codeOfText(phrases.observed, observed, holes) + codeOfText(phrases.consequence, consequence, holes);
  }
  const at = usualTraces.indexOf(codes);
  return at === -1 ? codes : usual + codeOf(at);
};

/**
 * An outcome as the numbers of the patterns that its texts fit, and as the texts of their holes; undefined where it has
 * another form than the service's own outcomes.
 */
export const encodeFields = (id: string, { event, trace }: RecordedOutcome): string | undefined => {
  const { key, timestamp, topic, value } = event;
  if (typeof value !== "string" || typeof key !== "string" || timestamp !== undefined) return undefined;
  const values: string[] = [];
  if (!topics.includes(topic) || !fits(valuePattern, value, values) || values[0] !== `"${id}"`) return undefined;
  const holes = [key];
  let codes = codeOf(topics.indexOf(topic));
  for (let at = 1; at < values.length; at += 1) codes += codeOfText(fieldPatterns[at]!, values[at]!, holes);
  const ofHeaders = codeOfHeaders(event, holes);
  if (ofHeaders === undefined) return undefined;
  codes += ofHeaders + codesOfTrace(trace, holes);
  const cells = shortCells(holes);
  if (cells === undefined) return undefined;
  const text = mark + codes + between + cells.join(between);
  return text.isWellFormed() ? text : undefined;
};
