/** Class of a campaign that names none: the one that keeps quiet hours, and that people refuse most. */
export const usualClass = "promotional";
