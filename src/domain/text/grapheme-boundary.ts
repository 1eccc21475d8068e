import { breaksOf } from "./breaks-of.js";
import { isSureBoundary } from "./sure-boundary.js";

const wholeAt = (text: string, index: number): number => (/[\udc00-\udfff]/.test(text[index]!) ? index - 1 : index);

/**
 * The last offset after `start`, up to `end`, that splits no grapheme cluster (UTF-16 units; `start` begins a cluster,
 * and `start` < `end` < the text's length). A cluster longer than `longest` is split between two code points. The
 * platform's segmenter is some 500 times as slow as a scan, so it sees the surroundings of the cut only, and only where
 * the tables don't know.
 */
export const graphemeBoundary = (text: string, start: number, end: number, longest: number): number => {
  const whole = wholeAt(text, end);
  if (whole > start && isSureBoundary(text, whole)) return whole;
  let from = end - 1;
  while (from > start && !isSureBoundary(text, from)) from--;
  const around = breaksOf(text.slice(from, end + longest), "grapheme");
  const cluster = around.containing(end - from)!;
  const begins = from + cluster.index;
  return begins > start && cluster.segment.length <= longest ? begins : whole;
};
