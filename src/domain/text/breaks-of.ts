const segmenters = new Map<string, Intl.Segmenter>();

/** The places where characters as people see them, or words, begin. A segmenter is made when it is first asked: its data takes a while to load. */
export const breaksOf = (text: string, granularity: "grapheme" | "word"): Intl.Segments => {
  const segmenter = segmenters.get(granularity) ?? new Intl.Segmenter("en", { granularity });
  segmenters.set(granularity, segmenter);
  return segmenter.segment(text);
};
