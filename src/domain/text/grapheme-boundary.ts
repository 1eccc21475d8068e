import { breaksOf } from "./breaks-of.js";
import { isSureBoundary } from "./sure-boundary.js";

const wholeAt = (text: string, index: number): number => (/[\udc00-\udfff]/.test(text[index]!) ? index - 1 : index);

/**
 * The last place in `start`..`end` (UTF-16 units, `start` < `end` < the text's length) where no grapheme cluster of up to
 * `longest` units is split; where only a longer one could be, the last place between two code points. `start` itself is
 * taken for the beginning of a cluster, and never returned. Segmenting a whole text is some 500 times as slow as a scan,
 * so the platform's segmenter sees only what stands around the cut, and only where the tables don't know.
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
