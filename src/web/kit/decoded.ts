/** A part of an address, decoded; a broken escape stands for itself, as an address may be typed by hand. */
export const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
