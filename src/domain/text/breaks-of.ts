const segmenters: { grapheme?: Intl.Segmenter; word?: Intl.Segmenter } = {};

/** Where characters as people see them, or words, begin. A segmenter is made when it is first asked: its data takes a while to load. */
export const breaksOf = (text: string, granularity: "grapheme" | "word"): Intl.Segments =>
  (segmenters[granularity] ??= new Intl.Segmenter("en", { granularity })).segment(text);
