/** A text with every run of digits hidden that could be a number's; message ids have letters, or few digits in a row. */
export const withoutNumbers = (text: string): string => text.replace(/\+?\d[\d\s().-]{5,}\d/gu, "…");
